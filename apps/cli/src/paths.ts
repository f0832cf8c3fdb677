import { isAbsolute, relative, resolve } from 'node:path';

/** Where the person is: pnpm changes to the package's folder before it runs a script, but tells from where. */
function startFolder(): string {
  return process.env['INIT_CWD'] || process.cwd();
}

/** A path that a person typed, seen from where they typed it. */
export function givenPath(path: string): string {
  return resolve(startFolder(), path);
}

/** A path as a person would type it: relative when it is below where they are. */
export function shownPath(path: string): string {
  const shown = relative(startFolder(), path);
  return shown === '' || shown.startsWith('..') || isAbsolute(shown) ? path : shown;
}

/** A path as it stands in a command: in quotes where a shell would take it apart. */
export function quoted(path: string, platform: string = process.platform): string {
  if (platform === 'win32') return /^[\p{L}\p{N}\\/:._-]+$/u.test(path) ? path : `"${path}"`;
  return /^[\p{L}\p{N}/:._-]+$/u.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
