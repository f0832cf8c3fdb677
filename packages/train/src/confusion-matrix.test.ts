import { conv2d, dense, type Model, sequential } from '@cnn/layers';
import { randomStream, Session, Tensor, tensor } from '@cnn/tensor';
import { afterAll, expect, test } from 'vitest';
import { compile } from './compile.js';
import type { TrainingData } from './data.js';
import type { Loss } from './losses/loss.js';
import { meanSquaredError } from './losses/mean-squared-error.js';
import { sparseCategoricalCrossentropy } from './losses/sparse-categorical-crossentropy.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const logitsLoss = sparseCategoricalCrossentropy({ fromLogits: true });
const stream = randomStream(8, 'confusion');

/** A model that puts out its inputs. */
function mirror(width: number): Model {
  const model = sequential([dense({ units: width, useBias: false, inputShape: [width] })]);
  const identity = Float32Array.from({ length: width * width }, (_, i) => Number(i % (width + 1) === 0));
  model.setWeights([tensor(identity, [width, width])]);
  return model;
}

async function matrix(model: Model, loss: Loss, data: TrainingData, batchSize = 32) {
  const trainer = await compile(model, { optimizer: 'sgd', loss, session });
  const result = await trainer.confusionMatrix(data, { batchSize });
  await trainer.close();
  return result;
}

test('counts what each class was taken for, by class numbers or one-hot rows, whatever the batches', async () => {
  const labels = Int32Array.from({ length: 50 }, () => stream.integer(3));
  const scores = Float32Array.from({ length: 150 }, () => stream.normal());
  const expected = [0, 1, 2].map(() => [0, 0, 0]);
  labels.forEach((label, i) => {
    const row = [...scores.subarray(3 * i, 3 * i + 3)];
    expected[label]![row.indexOf(Math.max(...row))]!++;
  });
  const x = tensor(scores, [50, 3]);
  const y = new Tensor('i32', [50], labels);
  const rows = tensor(
    [...labels].flatMap((label) => [0, 1, 2].map((k) => Number(k === label))),
    [50, 3],
  );
  for (const batchSize of [50, 32, 1]) {
    expect(await matrix(mirror(3), logitsLoss, { x, y }, batchSize)).toEqual(expected);
    expect(await matrix(mirror(3), meanSquaredError(), { x, y: rows }, batchSize)).toEqual(expected);
  }
  const sampleWeight = tensor(new Float32Array(50), [50]);
  expect(await matrix(mirror(3), logitsLoss, { x, y, sampleWeight })).toEqual(expected);
});

test('a single output is yes above a half', async () => {
  const x = tensor([0.4, 0.5, 0.6, 0.9, 0.50001, -3], [6, 1]);
  const y = tensor([0, 0, 0, 1, 1, 1], [6, 1]);
  expect(await matrix(mirror(1), meanSquaredError(), { x, y })).toEqual([
    [2, 1],
    [1, 2],
  ]);
});

test('pixels count one by one', async () => {
  const model = sequential([conv2d({ filters: 2, kernelSize: 1, useBias: false, inputShape: [1, 2, 2] })]);
  model.setWeights([tensor([1, 0, 0, 1], [1, 1, 2, 2])]);
  const x = tensor([1, 0, 0, 1, 0, 1, 0, 1], [2, 1, 2, 2]);
  const y = new Tensor('u8', [2, 1, 2], Uint8Array.of(0, 1, 0, 1));
  expect(await matrix(model, logitsLoss, { x, y }, 1)).toEqual([
    [1, 1],
    [0, 2],
  ]);
});

test('is counted while evaluating, beside the figures that there are without', async () => {
  const trainer = await compile(mirror(3), {
    optimizer: 'sgd',
    loss: logitsLoss,
    metrics: ['accuracy', 'meanIoU'],
    session,
  });
  const x = tensor(
    Float32Array.from({ length: 150 }, () => stream.normal()),
    [50, 3],
  );
  const y = new Tensor(
    'i32',
    [50],
    Int32Array.from({ length: 50 }, () => stream.integer(3)),
  );
  const options = { batchSize: 16 };
  const { confusionMatrix, ...figures } = await trainer.evaluate({ x, y }, { ...options, confusion: true });
  expect(figures).toEqual(await trainer.evaluate({ x, y }, options));
  expect(confusionMatrix).toEqual(await trainer.confusionMatrix({ x, y }, options));
  const right = confusionMatrix.reduce((sum, row, k) => sum + row[k]!, 0);
  expect(figures['accuracy']).toBeCloseTo(right / 50, 6);
  await expect(trainer.evaluate({ x, y }, { confusion: 'yes' } as never)).rejects.toThrow(
    'The confusion of evaluate',
  );
  await trainer.close();
});

test('is refused what evaluate is, and ends when it is told to', async () => {
  const trainer = await compile(mirror(2), { optimizer: 'sgd', loss: logitsLoss, session });
  const data = { x: tensor([1, 0], [1, 2]), y: new Tensor('i32', [1], Int32Array.of(0)) };
  const { x } = data;
  await expect(trainer.confusionMatrix({ x, y: x })).rejects.toThrow('takes class numbers');
  await expect(trainer.confusionMatrix(data, { batchsize: 1 } as never)).rejects.toThrow(
    "Did you mean 'batchSize'?",
  );
  const reason = new Error('enough');
  await expect(trainer.confusionMatrix(data, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await trainer.close();
  await expect(trainer.confusionMatrix(data)).rejects.toThrow('has been closed');
});
