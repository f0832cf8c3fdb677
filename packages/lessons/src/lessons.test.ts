import { ConfigError, Session } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { findingsOf } from '../test/findings.js';
import { padding } from './lessons/padding.js';
import { pooling } from './lessons/pooling.js';
import { vanishingGradients } from './lessons/vanishing-gradients.js';
import { lessons } from './lessons.js';

test('each has a name of its own, as it is typed', () => {
  const names = lessons.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test('the same seed finds the same, with any number of threads, and another seed something else', async () => {
  const session = await Session.create({ threads: 2 });
  expect(await pooling.run({ session })).toEqual(await findingsOf(pooling));
  const other = await pooling.run({ session, seed: 1 });
  expect(other.exhibits).not.toEqual((await findingsOf(pooling)).exhibits);
  // A session that was handed in stays open.
  expect((await padding.run({ session })).exhibits).toHaveLength(3);
  await session.close();
});

test('a signal ends a lesson, at once or in the midst of training', async () => {
  await expect(pooling.run({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  const end = new AbortController();
  const running = vanishingGradients.run({ signal: end.signal });
  setTimeout(() => end.abort(new Error('enough')), 200);
  await expect(running).rejects.toThrow('enough');
});

test('options that make no sense are refused', async () => {
  await expect(pooling.run({ seed: 0.5 })).rejects.toThrow(ConfigError);
  await expect(pooling.run({ seeds: 1 } as never)).rejects.toThrow("Did you mean 'seed'?");
});
