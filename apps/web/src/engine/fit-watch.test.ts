import { dense, sequential } from '@cnn/layers';
import { tensor } from '@cnn/tensor';
import { compile, type FitPlan, Gate, sgd, type Trainer, terminateOnNaN } from '@cnn/train';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FitWatch } from './fit-watch.js';
import type { EpochFigures } from './protocol/run.js';
import type { Progress } from './protocol/training.js';
import { Trace } from './trace.js';

const plan: FitPlan = {
  epochs: 2,
  steps: 10,
  batchSize: 10,
  samples: 100,
  validationSamples: 20,
  figures: ['loss', 'accuracy'],
  directions: { loss: 'down', accuracy: 'up' },
};

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** A watch, and all that it tells. */
function watched() {
  const told: Progress[] = [];
  const epochs: EpochFigures[] = [];
  const gate = new Gate();
  const guard = terminateOnNaN();
  const watch = new FitWatch(
    gate,
    guard,
    {
      begin: async () => {},
      progress: (progress) => told.push(progress),
      rate: async () => ({ meanAveragePrecision: 0.75 }),
      epoch: (figures) => epochs.push(figures),
    },
    { epochs: 3, trace: new Trace() },
  );
  watch.setTrainer({ learningRate: 0.1 } as Trainer, plan);
  return { watch, guard, gate, told, epochs };
}

/** A step of 60 ms, after which the means of the epoch are these. */
async function step(watch: FitWatch, batch: number, loss: number): Promise<void> {
  vi.advanceTimersByTime(60);
  await watch.onTrainBatchEnd(batch, { loss, accuracy: loss / 2 });
}

test('the curve grows within an epoch, by the means of the steps since the last point', async () => {
  const { watch, told } = watched();
  watch.onEpochBegin(0);
  // Losses 4, 2, 2, 0.
  for (const [batch, mean] of [4, 3, 8 / 3, 2].entries()) await step(watch, batch, mean);
  expect(told.map(({ point }) => point?.at)).toEqual([3.1, 3.3]);
  expect(told.map(({ point }) => point?.loss)).toEqual([3, expect.closeTo(1, 10)]);
  expect(told.at(-1)).toMatchObject({ phase: 'training', epoch: 4, epochs: 5, step: 4, steps: 10 });
  expect(told.at(-1)!.imagesPerSecond).toBeCloseTo(40 / 0.24, 5);
});

test('a figure that is no mean over images is told as it is of the epoch so far, and null without validation', async () => {
  const { watch, told, epochs } = watched();
  watch.onEpochBegin(0);
  for (const [batch, meanIoU] of [0.1, 0.2, 0.3, 0.4].entries()) {
    vi.advanceTimersByTime(60);
    await watch.onTrainBatchEnd(batch, { loss: 1, meanIoU });
  }
  expect(told.map(({ point, figures }) => [point?.meanIoU, figures.meanIoU])).toEqual([
    [0.2, 0.2],
    [0.4, 0.4],
  ]);
  expect(told[0]!.point).not.toHaveProperty('accuracy');
  await watch.onEpochEnd(0, { loss: 1, meanIoU: 0.5 });
  expect(epochs).toMatchObject([{ meanIoU: 0.5, valMeanIoU: null }]);
});

test('pauses count for neither speed nor the time of an epoch', async () => {
  const { watch, gate, told, epochs } = watched();
  watch.onEpochBegin(0);
  await step(watch, 0, 1);
  gate.close();
  const paused = step(watch, 1, 1);
  await Promise.resolve();
  expect(told.at(-1)!.phase).toBe('paused');
  vi.advanceTimersByTime(60_000);
  gate.open();
  await paused;
  for (let batch = 2; batch < 10; batch++) await step(watch, batch, 1);
  vi.advanceTimersByTime(200);
  await watch.onEpochEnd(0, { loss: 1, accuracy: 0.5, valLoss: 2, valAccuracy: 0.25 });
  expect(epochs).toMatchObject([
    { epoch: 4, valLoss: 2, valAccuracy: 0.25, meanAveragePrecision: 0.75, seconds: expect.closeTo(0.8, 5) },
  ]);
  expect(epochs[0]!.imagesPerSecond).toBeCloseTo(100 / 0.6, 5);
});

test('an epoch that is gone on with in its middle is timed by the steps that were taken now', async () => {
  const { watch, epochs } = watched();
  watch.onEpochBegin(1);
  for (let batch = 6; batch < 10; batch++) await step(watch, batch, 1);
  await watch.onEpochEnd(1, { loss: 1, accuracy: 0.5 });
  expect(epochs).toMatchObject([{ epoch: 5, valLoss: null, imagesPerSecond: expect.closeTo(40 / 0.24, 5) }]);
});

test('the curve of an epoch that is gone on with in its middle goes on from there', async () => {
  const { watch, told } = watched();
  watch.onEpochBegin(0);
  // The steps that are taken now have the losses 1, 0, 0, 1; those before had 2.
  for (const [i, mean] of [13 / 7, 13 / 8, 13 / 9, 14 / 10].entries()) await step(watch, 6 + i, mean);
  const points = told.flatMap(({ point }) => point ?? []);
  expect(points.map(({ at }) => at)).toEqual([expect.closeTo(3.75, 10), expect.closeTo(3.9, 10)]);
  expect(points.map(({ loss }) => loss)).toEqual([expect.closeTo(0, 10), expect.closeTo(0.5, 10)]);
});

test('an epoch that is gone on with near its end has a point, though it is over before one was due', async () => {
  const { watch, told } = watched();
  watch.onEpochBegin(0);
  vi.advanceTimersByTime(10);
  // The losses 1 and 0; those before had 2.
  await watch.onTrainBatchEnd(8, { loss: 17 / 9, accuracy: 0.5 });
  await watch.onTrainBatchEnd(9, { loss: 17 / 10, accuracy: 0.5 });
  watch.onTestBegin();
  const points = told.flatMap(({ point }) => point ?? []);
  expect(points).toMatchObject([{ at: expect.closeTo(3.95, 10), loss: expect.closeTo(0, 10) }]);
  expect(watch.trace.points).toEqual(points);
});

test('a loss that is no number ends the epoch before it is kept, and says in which epoch and at what rate', async () => {
  const { watch, guard, epochs } = watched();
  const model = sequential([dense({ units: 1, inputShape: [2] })]);
  const trainer = await compile(model, {
    optimizer: sgd({ learningRate: 3e38 }),
    loss: 'meanSquaredError',
    metrics: ['accuracy'],
    threads: 1,
  });
  const data = { x: tensor(new Float32Array(16).fill(1), [8, 2]), y: tensor(new Float32Array(8), [8, 1]) };
  const options = { batchSize: 2, epochs: 5, callbacks: [guard, watch] };
  await expect(trainer.fit(data, options)).rejects.toMatchObject({
    message: expect.stringContaining('in epoch 4; expected a finite number'),
    about: { kind: 'not-finite', epoch: 4, rate: expect.closeTo(3e38, -33) },
  });
  expect(epochs).toEqual([]);
  await trainer.close();
});
