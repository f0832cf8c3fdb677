import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { type Gunzip, gzipError } from './gzip.js';

const unzip = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.gunzip);

/** By zlib, which is three times as fast as a `DecompressionStream` and needs less memory. */
export const gunzip: Gunzip = async (bytes, from) => {
  try {
    return await unzip(bytes, { chunkSize: 1 << 20 });
  } catch (cause) {
    throw gzipError(bytes, from, cause as Error);
  }
};
