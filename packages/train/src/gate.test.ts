import { expect, test } from 'vitest';
import { Gate } from './gate.js';

test('nobody waits at an open gate, and everybody at a closed one until it opens', async () => {
  const gate = new Gate();
  expect(gate.passed()).toBeUndefined();
  gate.close();
  gate.close();
  let passed = 0;
  const walkers = [1, 2].map(async () => {
    await gate.passed();
    passed++;
  });
  await Promise.resolve();
  expect([gate.closed, passed]).toEqual([true, 0]);
  gate.open();
  await Promise.all(walkers);
  expect([gate.closed, passed]).toEqual([false, 2]);
});
