import { synthetic } from '@cnn/datasets';
import { Session, simpleCnn } from '@cnn/layers';
import { compile } from '@cnn/train';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { GradientWatch } from './gradient-watch.js';
import type { GradientFigures } from './protocol/training.js';

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterAll(async () => {
  vi.useRealTimers();
  await session.close();
});

const { train } = synthetic({ trainCount: 64, testCount: 1, size: 16 });
const batch = { x: train.x.rows(0, 16), y: train.y.rows(0, 16) };

async function fit(wanted: boolean) {
  const trainer = await compile(simpleCnn({ inputShape: [16, 16, 3], seed: 1 }), {
    optimizer: 'adam',
    loss: 'sparseCategoricalCrossentropy',
    session,
    seed: 1,
  });
  const told: (GradientFigures | 'no-room')[] = [];
  const watch = new GradientWatch(batch, 3, (figures) => told.push(figures));
  watch.wanted = wanted;
  const measured: unknown[] = [];
  const comparing = {
    // Told of a step before the watch is, at the same weights.
    onTrainBatchEnd: async (step: number) => {
      if (step === 2) vi.advanceTimersByTime(1500);
      if (measured.length === 0) measured.push(await trainer.gradientNorms(batch));
    },
  };
  await trainer.fit(train, { epochs: 1, batchSize: 16, callbacks: wanted ? [comparing, watch] : [watch] });
  const weights = trainer.model.getWeights().map(({ data }) => data);
  await trainer.close();
  return { told, measured, weights };
}

test('the gradients of the layers that learn are told, seldom, and training goes on to the same bits', async () => {
  const [watched, alone] = [await fit(true), await fit(false)];
  const [figures, next] = watched.told as GradientFigures[];
  // The next one was not due before the third of four steps.
  expect([figures!.at, next!.at, watched.told.length]).toEqual([3.25, 3.75, 2]);
  expect(figures!.layers.map(({ name }) => name)).toEqual(['conv2d', 'conv2d_1', 'dense', 'dense_1']);
  const { layers } = watched.measured[0] as { layers: { layer: string; weights: number }[] };
  expect(figures!.layers).toEqual(
    layers.filter(({ weights }) => weights > 0).map(({ layer, weights }) => ({ name: layer, norm: weights })),
  );
  expect(alone.told).toEqual([]);
  expect(watched.weights).toEqual(alone.weights);
});
