import { getSystemErrorMap } from 'node:util';
import { DataError } from '@cnn/tensor';

/** What a person can do about it, by the system's code. */
const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'It was there when the folder was listed. Put it back, or leave it out, and run again.',
  EACCES: 'Allow this user to read it, or move it elsewhere, and run again.',
  EPERM: 'Allow this user to read it, or move it elsewhere, and run again.',
};

/** The error for a file or folder that could not be read, which may be otherwise the next time. */
export function unreadable(path: string, error: unknown): DataError {
  const remedy =
    remedies[(error as NodeJS.ErrnoException).code ?? ''] ?? 'Mend it, or move it elsewhere, and run again.';
  return new DataError(`${path} cannot be read: ${reasonOf(error)}. ${remedy}`, { cause: error });
}

/** In words: `no such file or directory (ENOENT)`. */
function reasonOf(error: unknown): string {
  const { errno, code, message } = error as NodeJS.ErrnoException;
  if (code === undefined || errno === undefined) return message;
  return `${getSystemErrorMap().get(errno)?.[1] ?? message} (${code})`;
}
