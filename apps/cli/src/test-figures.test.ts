import { syntheticBoxes } from '@cnn/datasets';
import { yolo } from '@cnn/detection';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testOn } from './test-figures.js';
import { openTrainer } from './trainer.js';

const { test } = syntheticBoxes({ trainCount: 1, testCount: 5, size: 32 });
const { model } = yolo({ inputShape: [32, 32, 3], classes: 4, filters: 4, seed: 1 });
let trainer: Awaited<ReturnType<typeof openTrainer>>;

beforeAll(async () => {
  const plain = { optimizer: 'adam', labelSmoothing: 0, threads: 1, variant: undefined } as const;
  trainer = await openTrainer(model, plain);
});
afterAll(() => trainer.close());

it('tells how far the loss of a detector is, and then how far its rating is', async () => {
  const phases: [string, number][] = [];
  const { signal } = new AbortController();
  const onPhase = (name: string, share: number) => phases.push([name, share]);
  const { averagePrecisions } = await testOn(trainer, test, { batchSize: 2, signal, onPhase });
  const shares = [0, 2 / 5, 4 / 5, 1];
  expect(phases).toEqual([
    ...shares.map((share) => ['testing', share]),
    ...shares.map((share) => ['finding objects', share]),
  ]);
  expect(averagePrecisions!.perClass).toHaveLength(4);
});

it('ends between two batches when it is interrupted', async () => {
  const interruption = new AbortController();
  const phases: string[] = [];
  const onPhase = (name: string, share: number) => {
    phases.push(name);
    if (name === 'finding objects' && share > 0) interruption.abort(new Error('Interrupted.'));
  };
  const testing = testOn(trainer, test, { batchSize: 2, signal: interruption.signal, onPhase });
  await expect(testing).rejects.toThrow('Interrupted.');
  expect(phases.filter((name) => name === 'finding objects')).toHaveLength(2);
});
