import { conv2d, dense, type Model, sequential } from '@cnn/layers';
import { ConfigError, randomStream, Session, Tensor, tensor } from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { type CompileOptions, compile } from '../compile.js';
import type { TrainingData } from '../data.js';
import { huber } from '../losses/huber.js';
import { meanSquaredError } from '../losses/mean-squared-error.js';
import { auc } from './auc.js';
import { f1Score } from './f1-score.js';
import { meanIoU } from './mean-iou.js';
import type { Metric } from './metric.js';
import { precision, recall } from './precision.js';

const session = await Session.create({ threads: 1 });
const threads = await Session.create({ threads: 3 });
afterAll(() => Promise.all([session.close(), threads.close()]));

const logitsLoss = (
  await import('../losses/sparse-categorical-crossentropy.js')
).sparseCategoricalCrossentropy({
  fromLogits: true,
});

/** A model that predicts its inputs; with a loss on logits, their softmax. */
function mirror(width: number): Model {
  const model = sequential([dense({ units: width, useBias: false, inputShape: [width] })]);
  const identity = Float32Array.from({ length: width * width }, (_, i) => Number(i % (width + 1) === 0));
  model.setWeights([tensor(identity, [width, width])]);
  return model;
}

async function evaluated(
  metrics: NonNullable<CompileOptions['metrics']>,
  data: TrainingData,
  {
    loss = 'meanSquaredError' as CompileOptions['loss'],
    batchSize = 32,
    where = session,
    model = mirror(data.x.shape[1]!),
  } = {},
) {
  const trainer = await compile(model, { optimizer: 'sgd', loss, metrics, session: where });
  const figures = await trainer.evaluate(data, { batchSize });
  await trainer.close();
  return figures;
}

const column = (values: readonly number[]): Tensor<'f32'> => tensor(values, [values.length, 1]);
const rows = (values: readonly number[][]): Tensor<'f32'> =>
  tensor(values.flat(), [values.length, values[0]!.length]);

/** Predictions that follow the truth, roughly, of some classes or answers. */
function noisy(count: number, width: number, seed: number) {
  const stream = randomStream(seed, 'metrics');
  const labels = Array.from({ length: count }, () => stream.integer(width));
  const predictions = labels.map((label) =>
    Array.from({ length: width }, (_, k) =>
      Math.min(1, Math.max(0, 0.35 + 0.3 * Number(k === label) + 0.25 * stream.normal())),
    ),
  );
  const oneHot = labels.map((label) => predictions[0]!.map((_, k) => Number(k === label)));
  return { labels, predictions: predictions.map((row) => row.map(Math.fround)), oneHot };
}

describe('as the documentation of Keras has it', () => {
  test('precision and recall', async () => {
    const data = { x: column([1, 0, 1, 1]), y: column([0, 1, 1, 1]) };
    const figures = await evaluated(['precision', 'recall'], data);
    expect(figures['precision']).toBeCloseTo(2 / 3, 12);
    expect(figures['recall']).toBeCloseTo(2 / 3, 12);
  });

  test('auc', async () => {
    const data = { x: column([0, 0.5, 0.3, 0.9]), y: column([0, 0, 1, 1]) };
    expect((await evaluated([auc({ numThresholds: 3 })], data))['auc']).toBeCloseTo(0.75, 12);
  });

  test('f1Score', async () => {
    const x = rows([
      [0.2, 0.6, 0.7],
      [0.2, 0.6, 0.6],
      [0.6, 0.8, 0],
    ]);
    const y = rows([
      [1, 1, 1],
      [1, 0, 0],
      [1, 1, 0],
    ]);
    const each = [0, 1, 2].map((classId) => f1Score({ threshold: 0.5, classId, name: `f1Of${classId}` }));
    const figures = await evaluated([...each, f1Score({ threshold: 0.5 })], { x, y });
    const expected = [0.5, 0.8, 2 / 3];
    expected.forEach((value, k) => {
      expect(figures[`f1Of${k}`]).toBeCloseTo(value, 12);
    });
    expect(figures['f1Score']).toBeCloseTo(expected.reduce((a, b) => a + b) / 3, 12);
  });

  test('meanIoU', async () => {
    const data = { x: column([0, 1, 0, 1]), y: column([0, 0, 1, 1]) };
    expect((await evaluated(['meanIoU'], data))['meanIoU']).toBeCloseTo(1 / 3, 12);
  });
});

describe('figures of classes', () => {
  const { labels, predictions, oneHot } = noisy(90, 4, 1);
  const count = (test: (p: readonly number[], label: number) => boolean): number =>
    predictions.filter((row, i) => test(row, labels[i]!)).length;
  const argmax = (row: readonly number[]): number => row.indexOf(Math.max(...row));
  const classes = [0, 1, 2, 3];
  const hits = classes.map((k) => count((row, label) => argmax(row) === k && label === k));
  const said = classes.map((k) => count((row) => argmax(row) === k));
  const support = classes.map((k) => count((_, label) => label === k));
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b);
  const f1 = classes.map((k) => (2 * hits[k]!) / (said[k]! + support[k]!));

  const metrics: Metric[] = [
    f1Score(),
    f1Score({ average: 'weighted', name: 'weighted' }),
    f1Score({ average: 'micro', name: 'micro' }),
    precision({ thresholds: 'argmax', average: 'macro' }),
    recall({ thresholds: 'argmax', classId: 2 }),
    recall({ thresholds: 0.6, name: 'recallAt60' }),
    precision({ thresholds: 0.6, name: 'precisionAt60' }),
    meanIoU(),
  ];
  const expected = {
    f1Score: sum(f1) / 4,
    weighted: sum(f1.map((value, k) => (value * support[k]!) / 90)),
    micro: sum(hits) / 90,
    precision: sum(classes.map((k) => hits[k]! / said[k]!)) / 4,
    recall: hits[2]! / support[2]!,
    recallAt60: count((row, label) => row[label]! > Math.fround(0.6)) / 90,
    precisionAt60:
      count((row, label) => row[label]! > Math.fround(0.6)) /
      sum(predictions.flat().map((p) => Number(p > Math.fround(0.6)))),
    meanIoU: sum(classes.map((k) => hits[k]! / (said[k]! + support[k]! - hits[k]!))) / 4,
  };

  test('of one-hot rows, whatever batches and threads', async () => {
    const data = { x: rows(predictions), y: rows(oneHot) };
    for (const [batchSize, where] of [
      [32, session],
      [90, threads],
      [7, threads],
      [1, session],
    ] as const) {
      const { loss: _, ...figures } = await evaluated(metrics, data, { batchSize, where });
      for (const [name, value] of Object.entries(expected))
        expect(figures[name], name).toBeCloseTo(value, 12);
    }
  });

  test('of class numbers', async () => {
    // Logits whose softmax these predictions are, up to a factor that changes no order.
    const x = rows(predictions.map((row) => row.map((p) => 4 * p)));
    const y = new Tensor('i32', [90], Int32Array.from(labels));
    const figures = await evaluated(metrics, { x, y }, { loss: logitsLoss });
    for (const name of ['f1Score', 'weighted', 'micro', 'precision', 'recall', 'meanIoU'] as const) {
      expect(figures[name], name).toBeCloseTo(expected[name], 12);
    }
  });
});

test('meanIoU of pixels, where a class that is not there is left out', async () => {
  const model = sequential([conv2d({ filters: 3, kernelSize: 1, useBias: false, inputShape: [2, 2, 3] })]);
  model.setWeights([tensor([1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 1, 3, 3])]);
  const seen = [0, 1, 1, 0, 1, 1, 0, 0];
  const x = tensor(
    seen.flatMap((k) => [0, 1, 2].map((c) => Number(c === k))),
    [2, 2, 2, 3],
  );
  const y = new Tensor('u8', [2, 2, 2], Uint8Array.of(0, 1, 0, 0, 1, 0, 0, 1));
  const { meanIoU } = await evaluated(['meanIoU'], { x, y }, { loss: logitsLoss, model, batchSize: 1 });
  expect(meanIoU).toBeCloseTo((3 / 6 + 2 / 5) / 2, 12);
});

describe('auc', () => {
  const { predictions, oneHot } = noisy(200, 3, 2);

  /** By the definition: at each threshold, count. */
  function curve(scores: readonly number[], truth: readonly number[], points = 200) {
    const thresholds = Array.from({ length: points }, (_, i) => i / (points - 1));
    thresholds[0] = -1e-7;
    thresholds[points - 1] = 1 + 1e-7;
    const above = (threshold: number, wanted: number): number =>
      scores.filter((p, i) => p > Math.fround(threshold) && truth[i] === wanted).length;
    const all = (wanted: number): number => truth.filter((t) => t === wanted).length;
    return thresholds.map((threshold) => {
      const [tp, fp] = [above(threshold, 1), above(threshold, 0)];
      return { fpr: fp / all(0), recall: tp / all(1), precision: tp + fp === 0 ? 0 : tp / (tp + fp) };
    });
  }
  const riemann = (
    x: readonly number[],
    y: readonly number[],
    pick: (a: number, b: number) => number,
  ): number => x.slice(1).reduce((sum, next, j) => sum + (x[j]! - next) * pick(y[j]!, y[j + 1]!), 0);
  const middle = (a: number, b: number): number => (a + b) / 2;
  const data = { x: rows(predictions), y: rows(oneHot) };

  test('is that of a curve drawn by the definition', async () => {
    const points = curve(predictions.flat(), oneHot.flat());
    const [fpr, found, exact] = (['fpr', 'recall', 'precision'] as const).map((name) =>
      points.map((p) => p[name]),
    );
    const metrics = [
      auc(),
      auc({ summationMethod: 'minoring', name: 'low' }),
      auc({ curve: 'PR', summationMethod: 'majoring', name: 'prHigh' }),
      auc({ curve: 'PR', summationMethod: 'minoring', name: 'prLow' }),
      auc({ curve: 'PR', name: 'pr' }),
    ];
    for (const batchSize of [200, 9]) {
      const figures = await evaluated(metrics, data, { batchSize, where: threads });
      expect(figures['auc']).toBeCloseTo(riemann(fpr!, found!, middle), 10);
      expect(figures['low']).toBeCloseTo(riemann(fpr!, found!, Math.min), 10);
      expect(figures['prHigh']).toBeCloseTo(riemann(found!, exact!, Math.max), 10);
      expect(figures['prLow']).toBeCloseTo(riemann(found!, exact!, Math.min), 10);
      expect(figures['pr']).toBeGreaterThan(figures['prLow']!);
      expect(figures['pr']).toBeLessThan(figures['prHigh']!);
    }
  });

  test('is nearly how often a yes is above a no', async () => {
    const scores = predictions.flat();
    const truth = oneHot.flat();
    const [yes, no] = [1, 0].map((wanted) => scores.filter((_, i) => truth[i] === wanted));
    const above = yes!.map((p) => no!.filter((q) => q < p).length + no!.filter((q) => q === p).length / 2);
    const share = above.reduce((a, b) => a + b) / (yes!.length * no!.length);
    expect((await evaluated(['auc'], data))['auc']).toBeCloseTo(share, 3);
  });

  test('of each class by itself', async () => {
    const figures = await evaluated([auc({ multiLabel: true })], data);
    const each = [0, 1, 2].map((k) => {
      const points = curve(
        predictions.map((row) => row[k]!),
        oneHot.map((row) => row[k]!),
      );
      return riemann(
        points.map(({ fpr }) => fpr),
        points.map((point) => point.recall),
        middle,
      );
    });
    expect(figures['auc']).toBeCloseTo(each.reduce((a, b) => a + b) / 3, 10);
  });
});

test('losses are metrics, too, by name or as they are', async () => {
  const data = { x: column([1, 2, 3, 6]), y: column([1, 0, 3, 2]) };
  const metrics = [
    'meanAbsoluteError',
    meanSquaredError(),
    'rootMeanSquaredError',
    huber({ delta: 1 }),
  ] as const;
  const twice = evaluated(metrics, data, { loss: huber() });
  await expect(evaluated([...metrics, 'huber'], data)).rejects.toThrow("Two figures are called 'huber'");
  expect((await twice)['huber']).toBe((await twice)['loss']);
  const figures = await evaluated(metrics.slice(0, 3), data, { batchSize: 3 });
  expect(figures['meanAbsoluteError']).toBeCloseTo(6 / 4, 6);
  expect(figures['meanSquaredError']).toBeCloseTo(5, 6);
  expect(figures['rootMeanSquaredError']).toBeCloseTo(Math.sqrt(5), 6);
});

test('figures come with training and validation', async () => {
  const data = { x: column([0.9, 0.2, 0.6, 0.4]), y: column([1, 0, 0, 1]) };
  const trainer = await compile(mirror(1), {
    optimizer: 'sgd',
    loss: 'meanSquaredError',
    metrics: ['precision', 'auc'],
    session,
  });
  const { metrics } = await trainer.fit(data, {
    epochs: 2,
    validationData: data,
    batchSize: 3,
    shuffle: false,
  });
  expect(Object.keys(metrics)).toEqual(['loss', 'precision', 'auc', 'valLoss', 'valPrecision', 'valAuc']);
  expect(metrics['precision']![0]).toBe(0.5);
  expect((await trainer.evaluate(data))['auc']).toBe(metrics['valAuc']![1]);
  await trainer.close();
});

test('unusable options are refused', () => {
  const refused: [() => unknown, string][] = [
    [() => precision({ thresholds: Number.NaN }), 'The thresholds of precision is NaN; it must be a number'],
    [() => recall({ threshold: 0.5 } as never), "recall has no option 'threshold'"],
    [
      () => f1Score({ average: 'none' as never }),
      "The average of f1Score is 'none'; it can be 'micro', 'macro', 'weighted'",
    ],
    [() => f1Score({ classId: -1 }), 'The classId of f1Score is -1'],
    [() => f1Score({ name: '' }), "The name of f1Score is ''"],
    [() => auc({ curve: 'roc' as never }), "The curve of auc is 'roc'; it can be 'ROC', 'PR'"],
    [() => auc({ numThresholds: 1 }), 'The numThresholds of auc is 1'],
    [() => meanIoU({ classes: 3 } as never), "meanIoU has no option 'classes'"],
  ];
  for (const [make, message] of refused) {
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(message);
  }
});

test('what does not suit the model or the loss is refused when it is compiled', async () => {
  const data = { x: column([1]), y: column([1]) };
  await expect(evaluated([recall({ classId: 1 })], data)).rejects.toThrow('recall was asked for the class 1');
  await expect(evaluated(['sparseCategoricalCrossentropy'], data)).rejects.toThrow(
    'sparseCategoricalCrossentropy was asked for as a metric, which takes class numbers, with the loss meanSquaredError',
  );
});
