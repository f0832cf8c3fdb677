import { expect, test } from 'vitest';
import { validationName } from './history.js';

test('a figure of the validation begins with val', () => {
  expect(validationName('loss')).toBe('valLoss');
  expect(validationName('top5Accuracy')).toBe('valTop5Accuracy');
});
