import { expect, test } from 'vitest';
import type { EpochFigures } from './events.js';
import { Progress } from './progress.js';

const figures = (epoch: number): EpochFigures => ({
  ...{ epoch, loss: 1, valLoss: null },
  ...{ seconds: 1, imagesPerSecond: 1, learningRate: 0.1 },
});
const tasks = { begin: async () => {}, epoch: async () => {}, rate: async () => ({}), lastRate: () => 0.1 };

test('of a resumed run the epochs that are done again are forgotten, by their numbers', () => {
  const whole = new Progress({}, tasks, [1, 2, 3].map(figures));
  whole.onEpochBegin(1);
  expect(whole.epochs.map(({ epoch }) => epoch)).toEqual([1]);
  // Somebody has removed the history of the first three.
  const rest = new Progress({}, tasks, [4, 5].map(figures));
  rest.onEpochBegin(4);
  expect(rest.epochs.map(({ epoch }) => epoch)).toEqual([4]);
});
