import { DataError } from '@cnn/tensor';

/** A file that cannot be used. */
export interface BrokenFile {
  /** From the data set's folder. */
  path: string;
  reason: string;
}

/** How many files a message names. */
const named = 5;

/** Some of the files, each with what is wrong with it, in one line. */
export function listOf(broken: readonly BrokenFile[]): string {
  const list = broken.slice(0, named).map(({ path, reason }) => `${path}: ${reason}`);
  return list.join('; ') + (broken.length > named ? `; and ${broken.length - named} more` : '');
}

/** The error for files that cannot be decoded, of so many. */
export function brokenFiles(place: string, broken: readonly BrokenFile[], total: number): DataError {
  return new DataError(
    `${broken.length} of the ${total} image files in ${place} cannot be decoded (${listOf(broken)}); expected whole JPEG, PNG or WebP files in grey or RGB. Mend or remove them, or set skipBroken to leave them out.`,
    {
      about: {
        kind: 'images-broken',
        count: broken.length,
        total,
        files: broken.slice(0, named).map(({ path }) => path),
      },
    },
  );
}
