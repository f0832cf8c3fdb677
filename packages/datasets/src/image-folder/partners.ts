// Images and what belongs to them, such as masks or labels, in files that are called alike.

import { DataError } from '@cnn/tensor';

/** A file by what it belongs to. */
export interface KeyedFile {
  path: string;
  /** The same for an image and what belongs to it. */
  key: string;
}

/** How many files a message names. */
const named = 5;

/**
 * Files by their keys, in their order.
 * @param partner of an image, in words
 * @throws DataError when two are called alike
 */
export function byKey<File extends KeyedFile>(
  place: string,
  files: readonly File[],
  partner: string,
): Map<string, File> {
  const keyed = new Map<string, File>();
  for (const file of files) {
    const other = keyed.get(file.key);
    if (other) {
      throw new DataError(
        `${place} has both ${other.path} and ${file.path}; expected one file of each name, for an image and its ${partner} to be called alike. Rename one of them, and what belongs to it.`,
      );
    }
    keyed.set(file.key, file);
  }
  return keyed;
}

/** The files without a partner, some by name, for a message; undefined when all have one. */
export function listAlone(
  files: ReadonlyMap<string, KeyedFile>,
  partners: ReadonlyMap<string, KeyedFile>,
): string | undefined {
  const alone = [...files].filter(([key]) => !partners.has(key)).map(([, { path }]) => path);
  if (alone.length === 0) return undefined;
  const more = alone.length > named ? ` and ${alone.length - named} more` : '';
  return alone.slice(0, named).join(', ') + more;
}
