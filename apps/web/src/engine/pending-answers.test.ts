import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { PendingAnswers } from './pending-answers.js';

const never = new Promise<never>(() => {});

test('whoever waits gets the answer, or what it failed with', async () => {
  const pending = new PendingAnswers();
  expect(await pending.wait(Promise.resolve(3))).toBe(3);
  await expect(pending.wait(Promise.reject(new Error('It cannot.')))).rejects.toThrow('It cannot.');
});

test('when no more answers come, whoever waits is told why, and whoever asks later', async () => {
  const pending = new PendingAnswers();
  const waiting = [pending.wait(never), pending.wait(never)];
  pending.end(new Error('The worker has ended.'));
  for (const each of waiting) await expect(each).rejects.toThrow('The worker has ended.');
  await expect(pending.wait(Promise.resolve(3))).rejects.toThrow('The worker has ended.');
});

test('an answer that was given is not held on to', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const pending = new PendingAnswers();
  const answers = Array.from({ length: 5 }, () => ({ pixels: new Uint8Array(1e6) }));
  const given = await Promise.all(
    answers.splice(0).map(async (answer) => new WeakRef(await pending.wait(Promise.resolve(answer)))),
  );
  // What a reference was made to, or read from, stays until the task is over.
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  expect(given.filter((each) => each.deref() !== undefined)).toHaveLength(0);
  pending.end(new Error('The worker has ended.'));
});
