import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RunLock } from './run-lock.js';

test('one at a time trains in a folder, and the next when it has ended', async () => {
  const folder = `/nowhere/run-${process.pid}`;
  const lock = await RunLock.take(folder);
  await expect(RunLock.take(folder)).rejects.toThrow(
    `Another process (pid ${process.pid}) trains in ${folder} at this moment, and both would write the same files; wait until`,
  );
  const other = await RunLock.take(`${folder}-2`);
  lock.release();
  (await RunLock.take(folder)).release();
  other.release();
});

test('a folder is the same by whatever path it is reached', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cnn-lock-'));
  await symlink(folder, `${folder}-link`);
  const lock = await RunLock.take(join(folder, 'new-run'));
  await expect(RunLock.take(join(`${folder}-link`, 'new-run'))).rejects.toThrow(
    `) trains in ${folder}-link/new-run at`,
  );
  lock.release();
  await rm(`${folder}-link`);
  await rm(folder, { recursive: true });
});
