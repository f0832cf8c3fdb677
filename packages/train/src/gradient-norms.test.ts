import {
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  type Model,
  maxPooling2d,
  type Sequential,
  sequential,
  softmax,
} from '@cnn/layers';
import {
  gradients,
  interpret,
  mean,
  type NdArray,
  Session,
  tensor,
  toNdArray,
  type Value,
} from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { stripes, tinyCnn } from '../test/toys.js';
import { compile } from './compile.js';
import { goalsOf } from './goals.js';
import type { GradientNorms } from './gradient-norms.js';
import { sparseCategoricalCrossentropy } from './losses/sparse-categorical-crossentropy.js';
import { sgd } from './optimizers/sgd.js';
import { stepGraph } from './step-graph.js';
import type { Trainer } from './trainer.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const SAMPLES = 12;
const batch = stripes(SAMPLES);

const compiled = (model: Model, learningRate = 0.01): Promise<Trainer> =>
  compile(model, { optimizer: sgd({ learningRate }), loss: 'sparseCategoricalCrossentropy', session });

const layered = (): Sequential =>
  sequential(
    [
      conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 1] }),
      batchNormalization(),
      maxPooling2d(),
      dropout({ rate: 0.25 }),
      flatten(),
      dense({ units: 5, activation: 'tanh', trainable: false }),
      dense({ units: 3 }),
      softmax(),
    ],
    { seed: 2 },
  );

function byName({ layers }: GradientNorms): Record<string, number> {
  return Object.assign({}, ...layers.map(({ byWeight }) => byWeight));
}

function norm(numbers: ArrayLike<number>): number {
  return Math.hypot(...Array.from(numbers));
}

describe('gradientNorms', () => {
  test('are those of the step that gradient descent takes next, dropout and batch normalisation included', async () => {
    const trainer = await compiled(layered());
    const { model } = trainer;
    for (let step = 0; step < 3; step++) {
      const norms = byName(await trainer.gradientNorms(batch));
      const before = model.getWeights();
      await trainer.fit(batch, { epochs: 1, batchSize: SAMPLES, shuffle: false });
      const learning = model.weights.filter(({ trainable }) => trainable);
      expect(Object.keys(norms)).toEqual(learning.map(({ name }) => name));
      for (const weight of learning) {
        const start = before[model.weights.indexOf(weight)]!.data;
        const moved = norm(weight.value.data.map((now, i) => (start[i]! - now) / 0.01));
        // A bias that batch normalisation takes away again has no gradient but rounding.
        expect(Math.abs(norms[weight.name]! - moved), weight.name).toBeLessThan(2e-4 * moved + 3e-5);
      }
    }
  });

  test('are what the f64 references have, of weights and of what layers give', async () => {
    const model = tinyCnn();
    const trainer = await compiled(model);
    const goals = goalsOf(model.outputEnds, { loss: sparseCategoricalCrossentropy() });
    const graph = stepGraph(model, goals, { mode: 'train', size: SAMPLES, dtypes: ['u8'] });
    const places = model.graph.tensors.map((tensor) => graph.places.get(tensor)!);
    // The loss is computed from the logits.
    const last = places.at(-1)!;
    const logits = last.source.kind === 'node' ? last.source.node.inputs['x']! : last;
    const seen = [...places.slice(0, -1), logits];
    const variables = model.weights.map(({ variable }) => variable);
    const wanted = gradients(mean({ x: graph.each }).y, [...variables, ...seen]);
    const found = interpret(wanted, feedsOf(model, graph.each));
    const { layers, total } = await trainer.gradientNorms(batch);
    const actual = layers.flatMap(({ byWeight }) => Object.values(byWeight));
    const expected = found.map(({ data }) => norm(data));
    [...actual, ...layers.map(({ output }) => output)].forEach((each, i) => {
      expect(each / expected[i]!, `gradient ${i}`).toBeCloseTo(1, 4);
    });
    expect(layers.map(({ layer }) => layer)).toEqual(model.layers.map(({ name }) => name));
    expect(total / norm(expected.slice(0, variables.length))).toBeCloseTo(1, 4);
    for (const { weights, byWeight } of layers)
      expect(weights).toBeCloseTo(norm(Object.values(byWeight)), 12);
  });

  test('give the loss that evaluation gives, and change nothing', async () => {
    const [watched, alone] = [await compiled(layered()), await compiled(layered())];
    const before = watched.model.getWeights();
    const { loss } = await (await compiled(tinyCnn())).gradientNorms(batch);
    const evaluated = await (await compiled(tinyCnn())).evaluate(batch);
    expect(loss).toBeCloseTo(evaluated['loss']!, 5);
    await watched.gradientNorms(batch);
    expect(watched.model.getWeights()).toEqual(before);
    expect(watched.step).toBe(0);
    const watching = {
      onTrainBatchEnd: async () => {
        await watched.gradientNorms(stripes(5));
      },
    };
    await watched.fit(batch, { epochs: 2, batchSize: 4, callbacks: [watching] });
    await alone.fit(batch, { epochs: 2, batchSize: 4 });
    expect(watched.model.getWeights()).toEqual(alone.model.getWeights());
  });

  test('grow with the weights of the samples', async () => {
    const trainer = await compiled(tinyCnn());
    const once = await trainer.gradientNorms(batch);
    const sampleWeight = tensor(new Float32Array(SAMPLES).fill(2), [SAMPLES]);
    const twice = await trainer.gradientNorms({ ...batch, sampleWeight });
    expect(twice.total / once.total).toBeCloseTo(2, 5);
    expect(twice.loss / once.loss).toBeCloseTo(2, 5);
  });

  test('refuse data that cannot be trained on', async () => {
    const trainer = await compiled(tinyCnn());
    await expect(trainer.gradientNorms({ x: batch.x, y: batch.y.rows(0, 3) })).rejects.toThrow(
      'The batch for gradientNorms has 12 samples in x and 3 in y',
    );
    await trainer.close();
    await expect(trainer.gradientNorms(batch)).rejects.toThrow('has been closed');
  });
});

describe('pull', () => {
  test('gives the model the weights of the moment while it trains', async () => {
    const trainer = await compiled(tinyCnn());
    const start = trainer.model.getWeights();
    const seen: boolean[] = [];
    const callback = {
      onTrainBatchEnd: () => {
        const stale = trainer.model.getWeights();
        trainer.pull();
        seen.push(norm(trainer.model.getWeights()[0]!.data.map((each, i) => each - stale[0]!.data[i]!)) > 0);
      },
    };
    await trainer.fit(batch, { epochs: 1, batchSize: 4, callbacks: [callback] });
    expect(seen).toEqual([true, true, true]);
    expect(trainer.model.getWeights()).not.toEqual(start);
    await trainer.close();
    expect(() => trainer.pull()).toThrow('has been closed');
  });
});

/** Contents of a model's weights, and of the inputs of a graph on which a value depends, for the batch. */
function feedsOf(model: Model, value: Value): Map<Value, NdArray> {
  const feeds = new Map(model.weights.map(({ variable, value }) => [variable, toNdArray(value)]));
  const visit = ({ source }: Value): void => {
    if (source.kind !== 'node') return;
    for (const taken of Object.values(source.node.inputs)) {
      if (taken?.source.kind === 'input') {
        feeds.set(taken, toNdArray(taken.source.name === 'y' ? batch.y : batch.x));
      } else if (taken) visit(taken);
    }
  };
  visit(value);
  return feeds;
}
