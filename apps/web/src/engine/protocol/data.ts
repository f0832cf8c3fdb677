import type { DataName } from '../../tasks/tasks.js';
import type { Unkept } from '../trouble.js';
import type { Task } from './task.js';

/** Whether a set is drawn, and has no files. */
export function isBuiltIn(name: DataName): name is `synthetic${string}` & DataName {
  return name.startsWith('synthetic');
}

/** Whether the images of a set are drawn in the size that one asks for. */
export function isDrawnInAnySize(name: DataName): boolean {
  return isBuiltIn(name) && name !== 'synthetic';
}

/** Heights and widths that sets with masks and boxes can be drawn in. */
export const drawnSizes = [32, 64, 96];

/** Theirs unless somebody says otherwise, as on the command line. */
export const usualSize = 64;

/** What the page knows of the data that the worker has. */
export interface DataFigures {
  readonly name: DataName;
  readonly task: Task;
  /** `[height, width, channels]`. */
  readonly imageShape: readonly [number, number, number];
  readonly classNames: readonly string[];
  readonly trainCount: number;
  readonly testCount: number;
  /** One line: where it came from. */
  readonly source: string;
  /** Some images to be shown: of each class in turn, or those with masks above these. */
  readonly samples: Samples;
  /** Why the browser does not keep it beyond this visit; undefined when it does. */
  readonly unkept?: Unkept | undefined;
}

/** Images as bytes, one after another, each `imageShape`. */
export interface Samples {
  readonly pixels: Uint8Array;
  /** Of each image, the classes of what is in it. */
  readonly labels: readonly (readonly number[])[];
}

/** How far something that takes a while is; `total` is undefined when nobody knows. */
export interface LoadProgress {
  readonly done: number;
  readonly total: number | undefined;
}

/** A picture of a person's, and the folders that it lies in. */
export interface PictureFile {
  /** From the chosen folder: `pets/cat/tom.jpg`. The last folder is the class. */
  readonly path: string;
  readonly file: File;
}

/** A photo that a person took. */
export interface Photo {
  readonly id: number;
  readonly className: string;
  readonly jpeg: Uint8Array<ArrayBuffer>;
}
