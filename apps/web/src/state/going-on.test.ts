import { expect, test } from 'vitest';
import type { EpochFigures, Run } from '../engine/protocol/run.js';
import { plannedEpochs } from './going-on.js';

const figures = { loss: 1, valLoss: null, seconds: 1, imagesPerSecond: 100 };
const epochs: EpochFigures[] = [1, 2, 3].map((epoch) => ({ epoch, ...figures }));

const stopped: Run = {
  id: 'run',
  config: { model: 'lenet5', data: 'mnist', epochs: 10 },
  found: {},
  epochs,
  trace: [],
  test: null,
  state: 'stopped',
  hasWeights: true,
  resumable: true,
  weightsAt: 3,
};

test('a run that was stopped goes on to its end, and so does one that was moved as files since', () => {
  expect(plannedEpochs(stopped, 4)).toBe(10);
  const { weightsAt: _, ...moved } = stopped;
  expect(plannedEpochs({ ...moved, state: 'opened' }, 4)).toBe(10);
});

test('a run that has come to its end goes on for as many epochs more as are wanted', () => {
  const config = { ...stopped.config, epochs: 3 };
  expect(plannedEpochs({ ...stopped, config, test: { loss: 1 }, state: 'finished' }, 4)).toBe(7);
  // It was stopped while it was tested.
  expect(plannedEpochs({ ...stopped, config }, 4)).toBe(7);
});

test('of weights of other origin, nobody knows whether they were to learn more', () => {
  const { weightsAt: _, ...opened } = stopped;
  expect(plannedEpochs({ ...opened, state: 'opened', resumable: false }, 4)).toBe(7);
  const config = { model: 'lenet5', data: 'mnist' };
  expect(plannedEpochs({ ...opened, config, state: 'opened', resumable: false }, 4)).toBe(7);
});

test('epochs without figures count, too', () => {
  const { weightsAt: _, ...opened } = stopped;
  const later = epochs.map(({ epoch, ...rest }) => ({ epoch: epoch + 2, ...rest }));
  expect(plannedEpochs({ ...opened, epochs: later, state: 'opened', resumable: false }, 4)).toBe(9);
});

test('a run whose last weights could not be kept goes on to the end that it had', () => {
  const config = { ...stopped.config, epochs: 3 };
  expect(plannedEpochs({ ...stopped, config, test: { loss: 1 }, state: 'finished', weightsAt: 1 }, 4)).toBe(
    3,
  );
});
