import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RunFolder } from './run-folder.js';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'cnn-runs-'));
  vi.stubEnv('INIT_CWD', place);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(place, { recursive: true });
});

test('runs that begin in the same second have folders of their own, before any is made', async () => {
  const fresh = await Promise.all([1, 2, 3].map(() => RunFolder.fresh('lenet5-mnist')));
  const names = fresh.map(({ folder }) => basename(folder.path)).sort();
  expect(names).toEqual(['lenet5-mnist', 'lenet5-mnist-2', 'lenet5-mnist-3']);
  await fresh[0]!.folder.make();
  for (const { lock } of fresh) lock.release();
  const next = await RunFolder.fresh('lenet5-mnist');
  expect(fresh.slice(1).map(({ folder }) => folder.path)).toContain(next.folder.path);
  next.lock.release();
});
