import { getSystemErrorMap } from 'node:util';

/** Where the system's words are hard to understand. */
const plainer: Readonly<Record<string, string>> = { EISDIR: 'it is a folder' };

/** Why the system refused to do something with a file, in words: `no such file or directory (ENOENT)`. */
export function reasonOf(error: unknown): string {
  const { errno, code, message } = error as NodeJS.ErrnoException;
  if (code === undefined || errno === undefined) return message;
  return `${plainer[code] ?? getSystemErrorMap().get(errno)?.[1] ?? message} (${code})`;
}

/** Whether there is no such file, or a file where its folder would be. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
