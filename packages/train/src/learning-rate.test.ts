import { ConfigError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { checkLearningRate, rateAt } from './learning-rate.js';

test('a number, or a function of the step', () => {
  expect(rateAt(0.5, 10)).toBe(0.5);
  expect(rateAt((step) => 1 / (step + 1), 3)).toBe(0.25);
});

test.each([
  [-0.1, '-0.1'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  ['0.1' as never, "'0.1'"],
])('%s is refused', (rate, shown) => {
  expect(() => checkLearningRate(rate)).toThrow(ConfigError);
  expect(() => checkLearningRate(rate)).toThrow(`The learning rate is ${shown}; it must be a finite number`);
  expect(() => rateAt(() => rate, 7)).toThrow(`The learning rate at step 7 is ${shown}`);
});
