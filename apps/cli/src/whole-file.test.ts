import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WriteError } from './errors.js';
import { writeWhole } from './whole-file.js';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'cnn-files-'));
});
afterEach(() => rm(place, { recursive: true }));

test('a file has its new contents, and nothing is left beside it', async () => {
  const path = join(place, 'history.json');
  await writeWhole(path, 'before');
  await writeWhole(path, 'after');
  expect(await readFile(path, 'utf8')).toBe('after');
  expect(await readdir(place)).toEqual(['history.json']);
});

// What is written there finds no space, as on a full disk.
test.runIf(existsSync('/dev/full'))('on a full disk, says so and leaves what was there', async () => {
  const path = join(place, 'model.safetensors');
  await writeFile(path, 'before');
  await symlink('/dev/full', `${path}.new`);
  const refused = writeWhole(path, new Uint8Array(9));
  await expect(refused).rejects.toThrow(WriteError);
  await expect(refused).rejects.toThrow(
    `${path} cannot be written, because no space is left on its disk (ENOSPC); free some, or choose another place.`,
  );
  expect(await readFile(path, 'utf8')).toBe('before');
  expect(await readdir(place)).toEqual(['model.safetensors']);
});

test('where a folder is, says so in words', async () => {
  const path = join(place, 'model.safetensors');
  await mkdir(path);
  await expect(writeWhole(path, 'after')).rejects.toThrow(
    `${path} cannot be written, because it is a folder (EISDIR); mend that, or choose another place.`,
  );
  expect(await readdir(place)).toEqual(['model.safetensors']);
});
