import { expect, test } from 'vitest';
import { type EpochFigures, epochsDone, keptPart, type Run } from './run.js';

const figures = { loss: 1, valLoss: null, seconds: 1, imagesPerSecond: 100 };
const epochs: EpochFigures[] = [1, 2, 3].map((epoch) => ({ epoch, ...figures }));

const run: Run = {
  id: 'run',
  config: { model: 'lenet5', data: 'mnist' },
  found: {},
  epochs,
  trace: [0.5, 1, 1.5, 2.5].map((at) => ({ at, loss: 1 })),
  test: { loss: 1 },
  state: 'finished',
  hasWeights: true,
  resumable: true,
  weightsAt: 3,
};

test('a run whose weights have had all epochs is whole', () => {
  expect(keptPart(run)).toEqual(run);
  const { weightsAt: _, ...opened } = run;
  expect(keptPart(opened)).toEqual(opened);
});

test('of a run whose weights are older, what came after them is left out, and the test of later ones', () => {
  const { epochs, test, trace } = keptPart({ ...run, weightsAt: 1 });
  expect(epochs.map(({ epoch }) => epoch)).toEqual([1]);
  expect(trace.map(({ at }) => at)).toEqual([0.5, 1]);
  expect(test).toBeNull();
});

test('epochs are counted by their numbers, because a run may have been opened without its first', () => {
  const later: Run = { ...run, epochs: [3, 4, 5].map((epoch) => ({ epoch, ...figures })), weightsAt: 4.5 };
  expect(epochsDone(later)).toBe(5);
  expect(keptPart(later).epochs.map(({ epoch }) => epoch)).toEqual([3, 4]);
  expect(epochsDone({ ...later, epochs: [] })).toBe(0);
});

test('weights from the middle of an epoch have the beginning of its curve', () => {
  const stopped: Run = { ...run, epochs: epochs.slice(0, 2), test: null, state: 'stopped', weightsAt: 2.25 };
  const kept = keptPart({ ...stopped, trace: [...run.trace, { at: 2.2, loss: 1 }] });
  expect(kept.epochs).toHaveLength(2);
  expect(kept.trace.map(({ at }) => at)).toEqual([0.5, 1, 1.5, 2.2]);
});

test('a run without weights has nothing but its figures', () => {
  const { weightsAt: _, ...figuresAlone } = { ...run, hasWeights: false, resumable: false };
  expect(keptPart(figuresAlone)).toEqual(figuresAlone);
});
