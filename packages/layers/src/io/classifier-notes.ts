import type { AnyModel } from '../model.js';

/** What a model that tells classes of images notes about itself, so that its file alone is enough to use it. */
export interface ClassifierNotes {
  /** The architecture, by a name such as `simple-cnn`. */
  readonly model?: string | undefined;
  /** The data set that it learned from, by name. */
  readonly data?: string | undefined;
  /** What its outputs are called, in their order. */
  readonly classNames?: readonly string[] | undefined;
  /** How images of other proportions are brought to its size, as `resizeImage` of `@cnn/datasets` calls it. */
  readonly imageResize?: string | undefined;
}

/** Writes notes into a model's `metadata`, which is saved with it; what is left out stays as it was. */
export function noteClassifier({ metadata }: AnyModel, { classNames, ...texts }: ClassifierNotes): void {
  for (const [name, text] of Object.entries(texts)) if (text !== undefined) metadata[name] = text;
  if (classNames) metadata['classNames'] = JSON.stringify(classNames);
}

/** Reads what {@link noteClassifier} has written; what is missing, or damaged, is undefined. */
export function classifierNotes({ metadata }: AnyModel): ClassifierNotes {
  const { model, data, imageResize } = metadata;
  return { model, data, imageResize, classNames: namesIn(metadata['classNames']) };
}

function namesIn(note: string | undefined): string[] | undefined {
  try {
    const names: unknown = JSON.parse(note ?? '');
    return Array.isArray(names) ? names.map(String) : undefined;
  } catch {
    return undefined;
  }
}
