import { DataError } from '@cnn/tensor';

/** The error for a file or folder that could not be read, which may be otherwise the next time. */
export function unreadable(path: string, code: string | undefined): DataError {
  return new DataError(
    `${path} cannot be read (${code}); expected files and folders that this user may read. Allow it, or move it elsewhere, and run again.`,
  );
}
