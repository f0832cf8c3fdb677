import { type Gunzip, gzipError } from './gzip.js';

export const gunzip: Gunzip = async (bytes, from) => {
  const zipped = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  try {
    const contents = await new Response(zipped.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
    return new Uint8Array(contents);
  } catch (cause) {
    throw gzipError(bytes, from, cause as Error);
  }
};
