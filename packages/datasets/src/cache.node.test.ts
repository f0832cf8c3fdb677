import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@cnn/tensor';
import { create } from 'tar';
import { afterEach, expect, test, vi } from 'vitest';
import { cacheFolderOf } from './cache.node.js';
import { DataUnavailableError } from './errors.js';
import { openSource } from './files.node.js';
import type { Origin } from './source.js';
import { temporaryFolder } from './testing/folder.js';
import { FileServer, serve } from './testing/serve.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A data set of one archive with one file, and a server that has it. */
async function pets(): Promise<{ origin: Origin; archive: Uint8Array; server: FileServer; mirror: string }> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'pets-bin'));
  await writeFile(join(folder, 'pets-bin', 'cat.bin'), 'meow');
  await create({ gzip: true, file: join(folder, 'pets.tar.gz'), cwd: folder }, ['pets-bin']);
  const archive = new Uint8Array(await readFile(join(folder, 'pets.tar.gz')));
  const server = new FileServer(archive);
  const mirror = await serve(server.answer);
  return { origin: originOf('pets.tar.gz', archive, 'pets-bin'), archive, server, mirror };
}

function originOf(name: string, bytes: Uint8Array, archiveFolder?: string): Origin {
  const md5 = createHash('md5').update(bytes).digest('hex');
  return {
    title: 'Pets',
    cacheName: 'pets',
    baseUrl: 'http://pets.invalid/',
    files: [{ name, bytes: bytes.length, md5 }],
    fromFiles: 'petsFromFiles',
    ...(archiveFolder === undefined ? {} : { archiveFolder }),
  };
}

test('an archive is downloaded, unpacked and then found in the cache', async () => {
  const { origin, server, mirror } = await pets();
  const cacheFolder = await temporaryFolder();
  const source = await openSource(origin, { cacheFolder, mirror });
  expect(source.place).toBe(join(cacheFolder, 'pets'));
  expect(await source.size('cat.bin')).toBe(4);
  expect(await source.size('dog.bin')).toBeUndefined();
  expect(String(await source.read('cat.bin'))).toBe('meow');
  expect(await readdir(cacheFolder)).toEqual(['pets']);

  await openSource(origin, { cacheFolder, offline: true });
  expect(server.ranges).toHaveLength(1);
});

test('files that are not in an archive are kept as they are', async () => {
  const bytes = new TextEncoder().encode('woof');
  const mirror = await serve(new FileServer(bytes).answer);
  const cacheFolder = await temporaryFolder();
  const source = await openSource(originOf('dog.bin', bytes), { cacheFolder, mirror });
  expect(String(await source.read('dog.bin'))).toBe('woof');
  expect(await readdir(cacheFolder)).toEqual(['pets']);
});

test('what an interrupted run left is neither used nor lost', async () => {
  const { origin, archive, server, mirror } = await pets();
  const cacheFolder = await temporaryFolder();
  const incomplete = join(cacheFolder, 'pets.incomplete');
  await mkdir(join(incomplete, 'unpacked', 'pets-bin'), { recursive: true });
  await writeFile(join(incomplete, 'unpacked', 'pets-bin', 'cat.bin'), 'me');
  await writeFile(join(incomplete, 'pets.tar.gz.part'), archive.subarray(0, 50));
  const source = await openSource(origin, { cacheFolder, mirror });
  expect(server.ranges).toEqual(['bytes=50-']);
  expect(String(await source.read('cat.bin'))).toBe('meow');
  expect(await readdir(cacheFolder)).toEqual(['pets']);
});

test('when another process was faster, its files are used', async () => {
  const { origin, server } = await pets();
  const cacheFolder = await temporaryFolder();
  const mirror = await serve((request, response) => {
    mkdirSync(join(cacheFolder, 'pets'));
    writeFileSync(join(cacheFolder, 'pets', 'cat.bin'), 'purr');
    server.answer(request, response);
  });
  const source = await openSource(origin, { cacheFolder, mirror });
  expect(String(await source.read('cat.bin'))).toBe('purr');
  expect(await readdir(cacheFolder)).toEqual(['pets']);
});

test('several processes may fill it at a time', async () => {
  const { origin, mirror } = await pets();
  const cacheFolder = await temporaryFolder();
  const sources = await Promise.all([1, 2, 3].map(() => openSource(origin, { cacheFolder, mirror })));
  for (const source of sources) expect(String(await source.read('cat.bin'))).toBe('meow');
  await openSource(origin, { cacheFolder, offline: true });
  expect(await readdir(cacheFolder)).toEqual(['pets']);
});

test('a process that finds no connection takes nothing from one that does', async () => {
  const { origin, server } = await pets();
  const cacheFolder = await temporaryFolder();
  const mirror = await serve(async (request, response) => {
    const other = openSource(origin, { cacheFolder, mirror: 'http://127.0.0.1:9' });
    await expect(other).rejects.toThrow(DataUnavailableError);
    server.answer(request, response);
  });
  const source = await openSource(origin, { cacheFolder, mirror });
  expect(String(await source.read('cat.bin'))).toBe('meow');
  expect(await readdir(cacheFolder)).toEqual(['pets']);
});

test('what a process left that was killed when all was there is removed', async () => {
  const { origin } = await pets();
  const cacheFolder = await temporaryFolder();
  await mkdir(join(cacheFolder, 'pets.incomplete'));
  await mkdir(join(cacheFolder, 'pets'));
  await writeFile(join(cacheFolder, 'pets.incomplete', 'pets.tar.gz'), 'much');
  await openSource(origin, { cacheFolder, offline: true });
  expect(await readdir(cacheFolder)).toEqual(['pets']);
});

// What is written there finds no space, as on a full disk.
test.runIf(existsSync('/dev/full'))('a full disk', async () => {
  const { origin, mirror } = await pets();
  const cacheFolder = await temporaryFolder();
  await mkdir(join(cacheFolder, 'pets.incomplete'));
  await symlink('/dev/full', join(cacheFolder, 'pets.incomplete', 'pets.tar.gz.part'));
  const refused = openSource(origin, { cacheFolder, mirror });
  await expect(refused).rejects.toThrow(DataError);
  await expect(refused).rejects.toThrow(
    `There is no space left for the cache folder ${join(cacheFolder, 'pets.incomplete')} (ENOSPC). Free some, or choose another with cacheFolder`,
  );
});

test('a server that cannot be reached leaves no folder, and what was received before stays', async () => {
  const { origin } = await pets();
  const cacheFolder = await temporaryFolder();
  const options = { cacheFolder, mirror: 'http://127.0.0.1:9' };
  await expect(openSource(origin, options)).rejects.toThrow(DataUnavailableError);
  expect(await readdir(cacheFolder)).toEqual([]);
  await mkdir(join(cacheFolder, 'pets.incomplete'));
  await writeFile(join(cacheFolder, 'pets.incomplete', 'pets.tar.gz.part'), 'half');
  await expect(openSource(origin, options)).rejects.toThrow(DataUnavailableError);
  expect(await readdir(join(cacheFolder, 'pets.incomplete'))).toEqual(['pets.tar.gz.part']);
});

test('offline and not in the cache', async () => {
  const { origin } = await pets();
  const cacheFolder = await temporaryFolder();
  const missing = openSource(origin, { cacheFolder, offline: true });
  await expect(missing).rejects.toThrow(DataUnavailableError);
  await expect(missing).rejects.toThrow(
    `Pets is not in ${join(cacheFolder, 'pets')}, and offline is set, so it was not downloaded. Run once with a connection, or name the folder that holds its files.`,
  );
});

test('a cache folder that cannot be made', async () => {
  const { origin, mirror } = await pets();
  const folder = await temporaryFolder({ file: new Uint8Array() });
  const unusable = openSource(origin, { cacheFolder: join(folder, 'file'), mirror });
  await expect(unusable).rejects.toThrow(DataUnavailableError);
  await expect(unusable).rejects.toThrow(
    `The cache folder ${join(folder, 'file', 'pets.incomplete')} cannot be made (ENOTDIR). Choose another with cacheFolder or the environment variable CNN_CACHE.`,
  );
});

test('the cache folder: the option, else CNN_CACHE, else the platform', async () => {
  const { origin } = await pets();
  const root = await temporaryFolder();
  vi.stubEnv('CNN_CACHE', join(root, 'environment'));
  expect(cacheFolderOf(origin, { cacheFolder: join(root, 'option') })).toBe(join(root, 'option', 'pets'));
  expect(cacheFolderOf(origin, {})).toBe(join(root, 'environment', 'pets'));
  vi.stubEnv('CNN_CACHE', '');
  expect(cacheFolderOf(origin, {})).toMatch(/cnn.*pets$/i);
});
