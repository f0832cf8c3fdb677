import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ConfigError, DataError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { download } from './download.node.js';
import { DataUnavailableError } from './errors.js';
import type { DownloadProgress, LoadOptions, Origin } from './source.js';
import { temporaryFolder } from './testing/folder.js';
import { FileServer, serve } from './testing/serve.js';

const contents = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251);
const file = {
  name: 'pets.bin',
  bytes: contents.length,
  md5: createHash('md5').update(contents).digest('hex'),
};
const origin: Origin = {
  title: 'Pets',
  cacheName: 'pets',
  baseUrl: 'http://pets.invalid/',
  files: [file],
  fromFiles: 'petsFromFiles',
};

async function fetchPets(server: FileServer, folder: string, options: LoadOptions = {}): Promise<void> {
  await download(origin, file, folder, { mirror: await serve(server.answer), ...options });
}

async function expectComplete(folder: string): Promise<void> {
  expect(await readdir(folder)).toEqual([file.name]);
  expect(new Uint8Array(await readFile(join(folder, file.name)))).toEqual(contents);
}

test('a file arrives whole and is not fetched again', async () => {
  const server = new FileServer(contents);
  const folder = await temporaryFolder();
  await fetchPets(server, folder);
  await expectComplete(folder);
  await fetchPets(server, folder);
  expect(server.ranges).toEqual([undefined]);
});

test('progress ends with all bytes', async () => {
  const reports: DownloadProgress[] = [];
  await fetchPets(new FileServer(contents), await temporaryFolder(), {
    onProgress: (now) => reports.push(now),
  });
  const last = reports.at(-1)!;
  expect(last).toMatchObject({ file: 'pets.bin', receivedBytes: 100_000, totalBytes: 100_000 });
  expect(last.bytesPerSecond).toBeGreaterThan(0);
});

test('a transfer that breaks off is taken up where it stopped', async () => {
  const server = new FileServer(contents);
  server.breaks = [30_000, 20_000];
  const folder = await temporaryFolder();
  await fetchPets(server, folder);
  expect(server.ranges).toEqual([undefined, 'bytes=30000-', 'bytes=50000-']);
  await expectComplete(folder);
});

test('one that keeps breaking off leaves its part for the next run', async () => {
  const server = new FileServer(contents);
  server.breaks = [10_000, 10_000, 10_000];
  const folder = await temporaryFolder();
  const broken = fetchPets(server, folder);
  await expect(broken).rejects.toThrow(DataUnavailableError);
  await expect(broken).rejects.toThrow(
    /broke off 3 times, at 30000 of 100000 bytes of pets.bin. What was received is kept: run again to go on from there.$/,
  );
  expect(await readdir(folder)).toEqual(['pets.bin.part']);
  const reports: DownloadProgress[] = [];
  await fetchPets(server, folder, { onProgress: (now) => reports.push(now) });
  expect(server.ranges.at(-1)).toBe('bytes=30000-');
  expect(reports[0]!.receivedBytes).toBeGreaterThanOrEqual(30_000);
  await expectComplete(folder);
});

/** A server that takes its time, with the file or, where ranges are understood, the rest of it. */
function slowServer(ranges: boolean): Promise<string> {
  return serve(async (request, response) => {
    const begin = ranges ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    const range = { 'content-range': `bytes ${begin}-${contents.length - 1}/${contents.length}` };
    response.writeHead(begin > 0 ? 206 : 200, {
      'content-length': contents.length - begin,
      ...(begin > 0 ? range : {}),
    });
    for (let at = begin; at < contents.length; at += 5000) {
      response.write(contents.subarray(at, at + 5000));
      await setTimeout(5);
    }
    response.end();
  });
}

test.each([true, false])("several at a time do not get in each other's way (ranges: %s)", async (ranges) => {
  const mirror = await slowServer(ranges);
  const folder = await temporaryFolder();
  const later = async (ms: number) => {
    await setTimeout(ms);
    await download(origin, file, folder, { mirror });
  };
  await Promise.all([0, 0, 20, 45].map(later));
  await expectComplete(folder);
});

// What is written there finds no space, as on a full disk.
test.runIf(existsSync('/dev/full'))('a full disk', async () => {
  const folder = await temporaryFolder();
  await symlink('/dev/full', join(folder, 'pets.bin.part'));
  await expect(fetchPets(new FileServer(contents), folder)).rejects.toThrow(/ENOSPC/);
});

test('a server without ranges starts over', async () => {
  const server = new FileServer(contents);
  server.resumable = false;
  const folder = await temporaryFolder({ 'pets.bin.part': new Uint8Array(500) });
  await fetchPets(server, folder);
  expect(server.ranges).toEqual(['bytes=500-']);
  await expectComplete(folder);
});

test('a part that is already whole only needs its check', async () => {
  const server = new FileServer(contents);
  const folder = await temporaryFolder({ 'pets.bin.part': contents });
  await fetchPets(server, folder);
  expect(server.ranges).toEqual([]);
  await expectComplete(folder);
});

test('a wrong MD5 removes the file and says so', async () => {
  const folder = await temporaryFolder({ 'pets.bin.part': new Uint8Array(500).fill(1) });
  const server = new FileServer(contents);
  const damaged = fetchPets(server, folder);
  await expect(damaged).rejects.toThrow(DataError);
  await expect(damaged).rejects.toThrow(
    /\/data\/pets.bin came with the MD5 [0-9a-f]{32}; expected [0-9a-f]{32}\. It was changed, or damaged on its way, and was removed. Run again, or choose another mirror.$/,
  );
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  { part: 0, size: 400 },
  { part: 100, size: 400 },
  { part: 500, size: 400 },
])(
  'another file on the server ($size bytes, $part received) is refused before it is fetched',
  async ({ part, size }) => {
    const folder = await temporaryFolder({ 'pets.bin.part': new Uint8Array(part) });
    const changed = fetchPets(new FileServer(new Uint8Array(size)), folder);
    await expect(changed).rejects.toThrow(DataError);
    await expect(changed).rejects.toThrow(
      /pets.bin has 400 bytes; expected 100000, the size of the official file. It is another file or was changed; the part received was removed./,
    );
    expect(await readdir(folder)).toEqual([]);
  },
);

test('a server that does not answer in time', async () => {
  const mirror = await serve(() => {});
  const late = download(origin, file, await temporaryFolder(), { mirror, connectTimeoutMs: 100 });
  await expect(late).rejects.toThrow(DataUnavailableError);
  await expect(late).rejects.toThrow(
    /^127\.0\.0\.1:\d+ could not be reached \(no answer within 100 ms\), so pets.bin was not downloaded. Check the connection, set a mirror, or name the folder that holds the files.$/,
  );
});

test('a port where nobody listens', async () => {
  const refused = download(origin, file, await temporaryFolder(), { mirror: 'http://127.0.0.1:9' });
  await expect(refused).rejects.toThrow(DataUnavailableError);
  await expect(refused).rejects.toThrow(
    /^127\.0\.0\.1:9 could not be reached \(.+\), so pets.bin was not downloaded/,
  );
});

test.each(['pets.org/data', 'localhost:8000', 'ftp://pets.org', '/srv/pets', 'https://'])(
  'a mirror that is no address: %s',
  async (mirror) => {
    const folder = await temporaryFolder();
    const refused = download(origin, file, join(folder, 'cache'), { mirror });
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(
      `The mirror is '${mirror}'; expected an address that begins with https:// or http://, such as https://example.org/data. Correct it.`,
    );
    expect(await readdir(folder)).toEqual([]);
  },
);

test('a server that refuses', async () => {
  const mirror = await serve((_, response) => response.writeHead(403).end());
  const refused = download(origin, file, await temporaryFolder(), { mirror });
  await expect(refused).rejects.toThrow(DataUnavailableError);
  await expect(refused).rejects.toThrow(
    `${mirror}/pets.bin answered 403 Forbidden, so pets.bin was not downloaded.`,
  );
});

test('a signal stops the transfer and keeps the part', async () => {
  const folder = await temporaryFolder();
  const stop = new AbortController();
  const mirror = await serve((_, response) => {
    response.writeHead(200, { 'content-length': contents.length });
    response.write(contents.subarray(0, 40_000));
  });
  setTimeout(200).then(() => stop.abort(new Error('enough')));
  await expect(download(origin, file, folder, { mirror, signal: stop.signal })).rejects.toThrow('enough');
  expect((await readFile(join(folder, 'pets.bin.part'))).length).toBe(40_000);
  await fetchPets(new FileServer(contents), folder);
  await expectComplete(folder);
});

test('an error of the progress callback is not taken for a broken connection', async () => {
  const server = new FileServer(contents);
  const onProgress = () => {
    throw new Error('no terminal');
  };
  await expect(fetchPets(server, await temporaryFolder(), { onProgress })).rejects.toThrow('no terminal');
  expect(server.ranges).toHaveLength(1);
});

test('a signal that was given before stops everything', async () => {
  const stopped = fetchPets(new FileServer(contents), await temporaryFolder(), {
    signal: AbortSignal.abort(),
  });
  await expect(stopped).rejects.toThrow(/abort/i);
});
