import { DataError } from '@cnn/tensor';
import { damaged, type Provenance } from './source.js';

/** The contents of a gzip file. @throws DataError when it is damaged. Node's and the page's are twins of this type. */
export type Gunzip = (bytes: Uint8Array, from: Provenance) => Promise<Uint8Array>;

export function gzipError(bytes: Uint8Array, from: Provenance, cause: Error): DataError {
  const { file, remedy } = from;
  return new DataError(
    `${file} has ${bytes.length} bytes that are not a whole gzip file; it is truncated or damaged. ${remedy}`,
    { cause, ...damaged(from) },
  );
}
