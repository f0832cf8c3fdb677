import { conv2d, dense, type Layer, type Model, sequential } from '@cnn/layers';
import { ConfigError, randomStream, Session, ShapeError, Tensor, tensor } from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { linear, plane, stripes, tinyCnn, xor } from '../../test/toys.js';
import { type CompileOptions, compile } from '../compile.js';
import type { TrainingData } from '../data.js';
import { adam } from '../optimizers/adam.js';
import { sgd } from '../optimizers/sgd.js';
import { binaryCrossentropy } from './binary-crossentropy.js';
import { binaryFocalCrossentropy } from './binary-focal-crossentropy.js';
import { categoricalCrossentropy } from './categorical-crossentropy.js';
import { categoricalFocalCrossentropy } from './categorical-focal-crossentropy.js';
import { meanSquaredError } from './mean-squared-error.js';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';
import { sparseCategoricalFocalCrossentropy } from './sparse-categorical-focal-crossentropy.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

type LossOption = CompileOptions['loss'];

async function figures(model: Model, loss: LossOption, data: TrainingData): Promise<Record<string, number>> {
  const trainer = await compile(model, { optimizer: 'sgd', loss, metrics: ['accuracy'], session });
  const logs = await trainer.evaluate(data);
  await trainer.close();
  return logs;
}

/** Class numbers as rows with a one. */
function oneHot(labels: Tensor<'i32'>, classes: number): Tensor<'f32'> {
  const rows = new Float32Array(labels.size * classes);
  labels.data.forEach((label, i) => {
    rows[i * classes + label] = 1;
  });
  return tensor(rows, [labels.size, classes]);
}

/** Layers from two numbers to some units, with the same first weights every time. */
const layers = (units: number, activation: 'linear' | 'sigmoid' | 'softmax'): Layer[] => [
  dense({ units: 4, activation: 'tanh', inputShape: [2] }),
  dense({ units, activation }),
];

const points = plane(21).x;
const labels = new Tensor(
  'i32',
  [21],
  Int32Array.from({ length: 21 }, (_, i) => (i * 5) % 3),
);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

describe('each loss learns', () => {
  test('sparseCategoricalCrossentropy tells classes apart', async () => {
    const model = tinyCnn();
    const options = { optimizer: adam({ learningRate: 0.01 }), metrics: ['accuracy'], session } as const;
    const trainer = await compile(model, { ...options, loss: 'sparseCategoricalCrossentropy' });
    await trainer.fit(stripes(96), { epochs: 8 });
    const { loss, accuracy } = await trainer.evaluate(stripes(60, 2));
    expect(loss).toBeLessThan(0.2);
    expect(accuracy).toBeGreaterThan(0.95);
    await trainer.close();
  });

  test('categoricalCrossentropy takes the same path from one-hot rows', async () => {
    const data = stripes(96);
    const options = { optimizer: adam({ learningRate: 0.01 }), metrics: ['accuracy'], session } as const;
    const sparse = await compile(tinyCnn(), { ...options, loss: 'sparseCategoricalCrossentropy' });
    const dense = await compile(tinyCnn(), { ...options, loss: 'categoricalCrossentropy' });
    const { metrics: expected } = await sparse.fit(data, { epochs: 8 });
    const { metrics } = await dense.fit({ x: data.x, y: oneHot(data.y, 3) }, { epochs: 8 });
    expect(metrics['loss']!.at(-1)).toBeLessThan(0.2);
    metrics['loss']!.forEach((loss, epoch) => {
      expect(loss).toBeCloseTo(expected['loss']![epoch]!, 3);
    });
    await sparse.close();
    await dense.close();
  });

  test('binaryCrossentropy learns exclusive or', async () => {
    const model = sequential([
      dense({ units: 8, activation: 'tanh', inputShape: [2] }),
      dense({ units: 1, activation: 'sigmoid' }),
    ]);
    const trainer = await compile(model, {
      optimizer: adam({ learningRate: 0.05 }),
      loss: 'binaryCrossentropy',
      session,
    });
    await trainer.fit(xor, { epochs: 300 });
    const { data } = await model.predict(xor.x, { session });
    expect([...data].map(Math.round)).toEqual([0, 1, 1, 0]);
    expect((await trainer.evaluate(xor))['loss']).toBeLessThan(0.1);
    await trainer.close();
  });

  test('meanSquaredError finds the plane', async () => {
    const model = linear();
    const trainer = await compile(model, {
      optimizer: sgd({ learningRate: 0.1 }),
      loss: 'meanSquaredError',
      session,
    });
    await trainer.fit(plane(64), { epochs: 40 });
    const [slopes, offset] = model.getWeights();
    [...slopes!.data, ...offset!.data].forEach((weight, i) => {
      expect(weight).toBeCloseTo([2, -1, 0.5][i]!, 4);
    });
    await trainer.close();
  });
});

describe('losses of areas learn which pixels are bright', () => {
  const stream = randomStream(6, 'areas');
  const x = tensor(
    Float32Array.from({ length: 16 * 64 }, () => stream.uniform(0, 1)),
    [16, 8, 8, 1],
  );
  // One pixel in five: background is what a lazy model says everywhere.
  const masks = Float32Array.from(x.data, (value) => Number(value > 0.8));
  const cases = [
    { loss: 'dice', filters: 1, activation: 'sigmoid' },
    { loss: 'binaryFocalCrossentropy', filters: 1, activation: 'sigmoid' },
    { loss: 'sparseDice', filters: 2, activation: 'softmax' },
    { loss: 'sparseCategoricalFocalCrossentropy', filters: 2, activation: 'softmax' },
  ] as const;

  test.each(cases)('$loss', async ({ loss, filters, activation }) => {
    const layer = conv2d({ filters, kernelSize: 1, activation, inputShape: [8, 8, 1] });
    const trainer = await compile(sequential([layer], { seed: 1 }), {
      optimizer: adam({ learningRate: 0.2 }),
      loss,
      metrics: ['meanIoU'],
      session,
    });
    const y =
      filters === 1 ? tensor(masks, [16, 8, 8, 1]) : new Tensor('u8', [16, 8, 8], Uint8Array.from(masks));
    const { metrics } = await trainer.fit({ x, y }, { epochs: 60, batchSize: 8 });
    expect(metrics['meanIoU']!.at(-1)).toBeGreaterThan(0.9);
    expect(metrics['loss']!.at(-1)).toBeLessThan(metrics['loss']![0]! / 2);
    await trainer.close();
  });
});

describe('each loss is what its formula says of the predictions', () => {
  test('sparseCategoricalCrossentropy', async () => {
    const model = sequential(layers(3, 'softmax'));
    const { data } = await model.predict(points, { session });
    const row = (i: number): number[] => [...data.subarray(i * 3, i * 3 + 3)];
    const { loss, accuracy } = await figures(model, 'sparseCategoricalCrossentropy', {
      x: points,
      y: labels,
    });
    expect(loss).toBeCloseTo(mean([...labels.data].map((label, i) => -Math.log(row(i)[label]!))), 5);
    const right = [...labels.data].map((label, i) => Number(Math.max(...row(i)) === row(i)[label]));
    expect(accuracy).toBe(mean(right));
  });

  test('categoricalCrossentropy', async () => {
    const model = sequential(layers(3, 'softmax'));
    const expected = await figures(model, 'sparseCategoricalCrossentropy', { x: points, y: labels });
    const given = await figures(model, 'categoricalCrossentropy', { x: points, y: oneHot(labels, 3) });
    expect(given['loss']).toBeCloseTo(expected['loss']!, 5);
    expect(given['accuracy']).toBe(expected['accuracy']);
  });

  test('binaryCrossentropy, its accuracy for each answer', async () => {
    const model = sequential(layers(3, 'sigmoid'));
    const y = oneHot(labels, 3);
    const { data } = await model.predict(points, { session });
    const { loss, accuracy } = await figures(model, 'binaryCrossentropy', { x: points, y });
    expect(loss).toBeCloseTo(mean([...y.data].map((t, i) => -Math.log(t ? data[i]! : 1 - data[i]!))), 5);
    expect(accuracy).toBeCloseTo(mean([...y.data].map((t, i) => Number(data[i]! > 0.5 === (t === 1)))), 6);
  });

  test('meanSquaredError', async () => {
    const model = sequential(layers(3, 'linear'));
    const y = oneHot(labels, 3);
    const { data } = await model.predict(points, { session });
    const { loss, accuracy } = await figures(model, 'meanSquaredError', { x: points, y });
    expect(loss).toBeCloseTo(mean([...y.data].map((t, i) => (data[i]! - t) ** 2)), 5);
    const best = (i: number): number => {
      const row = data.subarray(i * 3, i * 3 + 3);
      return row.indexOf(Math.max(...row));
    };
    expect(accuracy).toBe(mean([...labels.data].map((label, i) => Number(best(i) === label))));
  });

  test("meanSquaredError's accuracy of one output is that of a yes or no", async () => {
    const model = sequential(layers(1, 'linear'));
    const y = tensor(
      Float32Array.from(labels.data, (label) => Number(label > 0)),
      [21],
    );
    const { data } = await model.predict(points, { session });
    const { accuracy } = await figures(model, meanSquaredError(), { x: points, y });
    expect(accuracy).toBe(mean([...y.data].map((t, i) => Number(data[i]! > 0.5 === (t === 1)))));
  });
});

describe('logits', () => {
  const cases = [
    { loss: sparseCategoricalCrossentropy, activation: 'softmax', y: labels },
    { loss: categoricalCrossentropy, activation: 'softmax', y: oneHot(labels, 3) },
    { loss: binaryCrossentropy, activation: 'sigmoid', y: oneHot(labels, 3) },
  ] as const;
  const focal = [
    { loss: sparseCategoricalFocalCrossentropy, activation: 'softmax', y: labels },
    { loss: categoricalFocalCrossentropy, activation: 'softmax', y: oneHot(labels, 3) },
    { loss: binaryFocalCrossentropy, activation: 'sigmoid', y: oneHot(labels, 3) },
  ] as const;

  test.each([...cases, ...focal])(
    '$activation outside the model makes no difference ($loss.name)',
    async (given) => {
      const { loss, activation, y } = given;
      const inside = await figures(sequential(layers(3, activation)), loss(), { x: points, y });
      const outside = await figures(sequential(layers(3, 'linear')), loss({ fromLogits: true }), {
        x: points,
        y,
      });
      expect(outside).toEqual(inside);
    },
  );

  test.each(cases)('$loss.name stays finite where the probability has vanished', async ({ loss, y }) => {
    const activation = loss === binaryCrossentropy ? 'sigmoid' : 'softmax';
    const model = sequential([dense({ units: 3, activation, inputShape: [2] })]);
    const [kernel, bias] = model.getWeights();
    model.setWeights([tensor(new Float32Array(6), kernel!.shape), tensor([300, -300, 0], bias!.shape)]);
    const { loss: value } = await figures(model, loss(), { x: points, y });
    // Each label is that of a third of the points.
    const logits = [300, -300, 0];
    const ln = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    const expected =
      activation === 'softmax'
        ? mean([0, 1, 2].map((label) => 300 - logits[label]!))
        : mean([0, 1, 2].flatMap((label) => logits.map((x, k) => ln(x) - (k === label ? x : 0))));
    expect(value).toBeCloseTo(expected, 3);
  });

  test.each([...cases, ...focal])(
    '$loss.name refuses a model that ends linearly',
    async ({ loss, activation }) => {
      const options = { optimizer: 'sgd', loss: loss(), session } as const;
      const message = `The model ends in a linear layer, and ${loss.name} expects probabilities. Give the last layer the activation '${activation}', or use ${loss.name}({ fromLogits: true }).`;
      const refused = compile(sequential(layers(3, 'linear')), options);
      await expect(refused).rejects.toThrow(ConfigError);
      await expect(refused).rejects.toThrow(message);
    },
  );

  test('probabilities that are no softmax are made to sum to 1, as in Keras', async () => {
    const model = sequential(layers(3, 'sigmoid'));
    const { data } = await model.predict(points, { session });
    const share = (i: number, label: number): number =>
      data[i * 3 + label]! / (data[i * 3]! + data[i * 3 + 1]! + data[i * 3 + 2]!);
    const { loss } = await figures(model, sparseCategoricalCrossentropy(), { x: points, y: labels });
    expect(loss).toBeCloseTo(mean([...labels.data].map((label, i) => -Math.log(share(i, label)))), 5);
  });
});

test('cross-entropies refuse options that they do not have', () => {
  for (const loss of [sparseCategoricalCrossentropy, categoricalCrossentropy, binaryCrossentropy]) {
    expect(() => loss({ logits: true } as never)).toThrow(`${loss.name} has no option 'logits'`);
    expect(() => loss({ fromLogits: 1 as never })).toThrow(`The fromLogits of ${loss.name} is 1; it must be`);
  }
});

test('dice refuses a model that ends linearly, and knows no logits', async () => {
  const options = { optimizer: 'sgd', loss: 'sparseDice', session } as const;
  const message =
    "The model ends in a linear layer, and sparseDice expects probabilities. Give the last layer the activation 'softmax'.";
  await expect(compile(sequential(layers(3, 'linear')), options)).rejects.toThrow(message);
});

test('each loss refuses targets of another kind', async () => {
  const wrong = [
    { loss: 'sparseCategoricalCrossentropy', units: 3, activation: 'softmax', y: oneHot(labels, 3) },
    { loss: 'categoricalCrossentropy', units: 3, activation: 'softmax', y: labels },
    { loss: 'binaryCrossentropy', units: 1, activation: 'sigmoid', y: oneHot(labels, 3) },
    { loss: 'meanSquaredError', units: 3, activation: 'linear', y: points },
  ] as const;
  for (const { loss, units, activation, y } of wrong) {
    const refused = figures(sequential(layers(units, activation)), loss, { x: points, y });
    await expect(refused, loss).rejects.toThrow(ShapeError);
    await expect(refused, loss).rejects.toThrow(`${loss} takes`);
  }
});
