import { expect, test } from 'vitest';
import { optimizerNames, type Settings, scheduleNames } from './protocol/settings.js';
import { augmentationOf, optimizerOf } from './recipe.js';

const settings: Settings = {
  epochs: 3,
  batchSize: 10,
  validationSplit: 0.2,
  optimizer: 'adam',
  learningRate: 0.5,
  seed: 0,
};

test.each(optimizerNames)('%s is made with the rate that was asked for', (optimizer) => {
  const made = optimizerOf({ ...settings, optimizer }, 100);
  expect(made.name.toLowerCase()).toContain(optimizer === 'adamw' ? 'adam' : optimizer);
  expect(made.learningRate).toBe(0.5);
});

test.each(scheduleNames.slice(1))('the schedule %s ends lower than it was at its height', (schedule) => {
  const { learningRate } = optimizerOf({ ...settings, schedule }, 100);
  if (typeof learningRate === 'number') throw new Error('The rate does not change.');
  // 80 images in batches of 10, three times.
  const rates = Array.from({ length: 24 }, (_, step) => learningRate(step));
  expect(Math.max(...rates)).toBeCloseTo(0.5, 1);
  expect(rates.at(-1)).toBeLessThan(0.1);
});

test('the rate rises first, by as many epochs as were asked for', () => {
  const { learningRate } = optimizerOf({ ...settings, schedule: 'cosine', warmup: 1 }, 100);
  if (typeof learningRate === 'number') throw new Error('The rate does not change.');
  expect([0, 3, 7, 8].map(learningRate)).toEqual([0.0625, 0.25, 0.5, 0.5]);
});

test('what an optimizer does not take is not asked of it', () => {
  const odd = { ...settings, momentum: 0.9, nesterov: true, weightDecay: 0.1 };
  for (const optimizer of optimizerNames) optimizerOf({ ...odd, optimizer }, 100);
  expect(() => optimizerOf({ ...odd, optimizer: 'sgd', momentum: 0 }, 100)).not.toThrow();
  expect(() => optimizerOf({ ...odd, optimizer: 'sgd', momentum: 2 }, 100)).toThrow(/momentum/);
});

test('images are augmented when that was asked for', () => {
  expect(augmentationOf(settings)).toBeUndefined();
  expect(augmentationOf({ ...settings, augment: ['flip', 'crop:4'] })!.transforms).toHaveLength(2);
  expect(() => augmentationOf({ augment: ['shear'] })).toThrow(/shear; expected/);
});
