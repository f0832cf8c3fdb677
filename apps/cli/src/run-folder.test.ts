import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
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

test('a folder is made once by all who need it at the same time', async () => {
  const folder = await RunFolder.named('runs/several');
  const others = await RunFolder.named('runs/others');
  await Promise.all([folder, folder, others].map((each) => each.make()));
  expect((await readdir(join(place, 'runs'))).sort()).toEqual(['others', 'several']);
});

test('no folder is made where a file is', async () => {
  const folder = await RunFolder.named('run');
  await writeFile(join(place, 'run'), '');
  await expect(folder.make()).rejects.toThrow(
    'The folder run cannot be made: file already exists (EEXIST); choose',
  );
});

test('a file is not there, or it cannot be read, which is another thing', async () => {
  await mkdir(join(place, 'run', 'checkpoint.safetensors'), { recursive: true });
  const folder = await RunFolder.named('run/other');
  expect(await folder.read('checkpoint')).toBeUndefined();
  await writeFile(join(place, 'run', 'config.json'), '{}');
  const run = await RunFolder.existing(join(place, 'run'));
  await expect(run.read('checkpoint')).rejects.toThrow(
    'run/checkpoint.safetensors cannot be read: it is a folder (EISDIR); expected what train wrote, so',
  );
  const file = join(place, 'run', 'config.json');
  await expect(RunFolder.existing(file)).rejects.toThrow('config.json is no run, because it is a file;');
});

test('figures that cannot be read are not taken for none', async () => {
  await mkdir(join(place, 'run', 'history.json'), { recursive: true });
  await writeFile(join(place, 'run', 'config.json'), '{}');
  const run = await RunFolder.existing(join(place, 'run'));
  await expect(run.history()).rejects.toThrow('run/history.json cannot be read: it is a folder (EISDIR)');
});
