import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ConfigError, DataError } from '@cnn/tensor';
import { makeFolder } from './cache-folder.node.js';
import { DataUnavailableError } from './errors.js';
import { Meter } from './meter.js';
import type { LoadOptions, Origin, RemoteFile } from './source.js';
import { writeAt } from './write-at.node.js';

/** How often a transfer that breaks off is taken up again before giving up. */
const attempts = 3;

/** The answer to a range that begins beyond the end of the file. */
const rangeNotSatisfiable = 416;

/** One file on its way: where from, where to, and what it must be. */
interface Transfer {
  url: URL;
  part: string;
  file: RemoteFile;
  options: LoadOptions;
}

/**
 * Downloads a file to `folder`, going on from the part that an earlier run left there. It gets its name once its
 * MD5 is right; one that has its name is not downloaded again. Several processes may do so at a time: they write the
 * same bytes to the same places, and the first to be done names the file.
 * @throws DataUnavailableError when the server cannot be reached, refuses, or breaks off repeatedly, or the folder cannot
 * be made.
 * @throws DataError when the server has another file.
 * @throws ConfigError when the mirror is no address.
 */
export async function download(
  origin: Origin,
  file: RemoteFile,
  folder: string,
  options: LoadOptions,
): Promise<void> {
  const path = join(folder, file.name);
  if ((await sizeOf(path)) > 0) return;
  const url = addressOf(file, options.mirror ?? origin.baseUrl);
  const transfer: Transfer = { url, part: `${path}.part`, file, options };
  try {
    for (let left = attempts - 1; (await receive(transfer)) < file.bytes; left--) {
      if ((await sizeOf(path)) > 0) return;
      if (left === 0) throw await brokenOff(transfer);
    }
    await verify(transfer);
    await rename(transfer.part, path);
  } catch (error) {
    // Another process may have been faster, and taken the part along.
    if ((await sizeOf(path)) === 0) throw error;
  }
}

function addressOf({ name }: RemoteFile, base: string): URL {
  const folder = base.endsWith('/') ? base : `${base}/`;
  if (/^https?:\/\//i.test(base) && URL.canParse(name, folder)) return new URL(name, folder);
  throw new ConfigError(
    `The mirror is '${base}'; expected an address that begins with https:// or http://, such as https://example.org/data. Correct it.`,
  );
}

/** Receives what is missing of the part and returns its size, which is too small when the connection broke. */
async function receive(transfer: Transfer): Promise<number> {
  const { part, file, options } = transfer;
  const begun = await sizeOf(part);
  if (begun >= file.bytes) return begun;
  const response = await request(transfer, begun);
  const kept = response.status === 206 ? begun : 0;
  await checkAnnouncedFile(transfer, response, kept);
  const meter = new Meter(file, kept, options.onProgress);
  const handle = await openPart(part, response);
  try {
    let position = kept;
    for await (const chunk of chunksOf(response, options.signal)) {
      await writeAt(handle, chunk, position);
      position += chunk.length;
      meter.add(chunk.length);
    }
  } finally {
    await handle.close();
  }
  meter.report();
  return sizeOf(part);
}

/** Neither appended nor emptied first, because another process may write there. */
async function openPart(part: string, { body }: Response): Promise<FileHandle> {
  try {
    // Not before there is something to keep: nobody has to take the folder away again, perhaps from another process.
    await makeFolder(dirname(part));
    return await open(part, constants.O_RDWR | constants.O_CREAT);
  } catch (error) {
    await body?.cancel();
    throw error;
  }
}

/** The bytes as they come; they just end when the connection breaks off. */
async function* chunksOf({ body }: Response, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    yield* body ?? [];
  } catch {
    signal?.throwIfAborted();
  }
}

/** Asks for a file from byte `begin` on. */
async function request(transfer: Transfer, begin: number): Promise<Response> {
  const { url, options } = transfer;
  const { connectTimeoutMs = 3000, signal } = options;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), connectTimeoutMs);
  // Bytes as they are: some servers would otherwise unzip the file on its way.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (begin > 0) headers['range'] = `bytes=${begin}-`;
  try {
    const signals = signal ? [signal, patience.signal] : [patience.signal];
    const response = await fetch(url, { headers, signal: AbortSignal.any(signals) });
    if (response.ok || response.status === rangeNotSatisfiable) return response;
    await response.body?.cancel();
    throw unavailable(transfer, `${url} answered ${response.status} ${response.statusText}`);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof DataUnavailableError) throw cause;
    const why = patience.signal.aborted ? `no answer within ${connectTimeoutMs} ms` : reason(cause);
    throw unavailable(transfer, `${url.host} could not be reached (${why})`, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Before the bytes come: are they those of the official file, from the byte that was asked for? */
async function checkAnnouncedFile(
  { url, part, file }: Transfer,
  response: Response,
  kept: number,
): Promise<void> {
  const [, begin, total] =
    /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  const size = total ?? response.headers.get('content-length') ?? file.bytes;
  const fits = Number(size) === file.bytes && Number(begin ?? 0) === kept;
  if (fits && response.status !== rangeNotSatisfiable) return;
  await response.body?.cancel();
  await rm(part, { force: true });
  throw new DataError(
    `${url} has ${size} bytes; expected ${file.bytes}, the size of the official file. It is another file or was changed; the part received was removed. Choose another mirror, or name the folder that holds the files.`,
  );
}

/** @throws DataError when the part is not, byte for byte, the official file; it is removed then. */
async function verify({ url, part, file }: Transfer): Promise<void> {
  const hash = createHash('md5');
  await pipeline(createReadStream(part), hash);
  const md5 = hash.digest('hex');
  if (md5 === file.md5) return;
  await rm(part);
  throw new DataError(
    `${url} came with the MD5 ${md5}; expected ${file.md5}. It was changed, or damaged on its way, and was removed. Run again, or choose another mirror.`,
  );
}

async function brokenOff(transfer: Transfer): Promise<DataUnavailableError> {
  const { url, part, file } = transfer;
  const received = await sizeOf(part);
  return new DataUnavailableError(
    `The connection to ${url.host} broke off ${attempts} times, at ${received} of ${file.bytes} bytes of ${file.name}. What was received is kept: run again to go on from there.`,
  );
}

function unavailable({ file }: Transfer, what: string, cause?: unknown): DataUnavailableError {
  return new DataUnavailableError(
    `${what}, so ${file.name} was not downloaded. Check the connection, set a mirror, or name the folder that holds the files.`,
    { cause },
  );
}

/** `fetch` says only "fetch failed"; why is in the cause, which is several errors when several addresses failed. */
function reason(error: unknown): string {
  const { cause = error } = error as Error;
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message;
}

/** 0 when there is no file. */
async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
