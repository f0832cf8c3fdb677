import { expect, test } from 'vitest';
import { startThread } from './thread.browser.js';

test('there is no thread on a host without workers, so that the work is done by who asks', () => {
  expect(globalThis).not.toHaveProperty('Worker');
  expect(startThread('', { onReply: () => {}, onLoss: () => {} })).toBeUndefined();
});
