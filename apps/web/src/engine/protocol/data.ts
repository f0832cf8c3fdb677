export const dataNames = [
  'synthetic',
  'mnist',
  'fashion-mnist',
  'cifar10',
  'cifar100',
  'images',
  'camera',
] as const;

/** A kind of data; the names are those of the command line, and `images` and `camera` are a person's own. */
export type DataName = (typeof dataNames)[number];

/** What the page knows of the data that the worker has. */
export interface DataFigures {
  readonly name: DataName;
  /** `[height, width, channels]`. */
  readonly imageShape: readonly [number, number, number];
  readonly classNames: readonly string[];
  readonly trainCount: number;
  readonly testCount: number;
  /** One line: where it came from. */
  readonly source: string;
  /** Some images, of each class in turn, to be shown. */
  readonly samples: Samples;
  /** False when the browser has no room to keep it beyond this visit. */
  readonly kept: boolean;
}

/** Images as bytes, one after another, each `imageShape`. */
export interface Samples {
  readonly pixels: Uint8Array;
  readonly labels: readonly number[];
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
