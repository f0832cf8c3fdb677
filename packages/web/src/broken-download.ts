import { DataError } from '@cnn/tensor';
import { about } from './trouble.js';

/** What is wrong when the connection ends before a file is whole. */
export function brokenDownload(address: string, cause: unknown): DataError {
  return new DataError(
    `The connection broke while ${address} was on its way. Try again.`,
    about({ kind: 'download-broken', address }, cause),
  );
}
