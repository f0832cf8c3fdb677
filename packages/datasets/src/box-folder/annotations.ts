import type { LabelledBox } from '../box.js';
import type { BrokenFile } from '../image-folder/broken-files.js';
import type { SplitName } from '../image-folder/listing.js';

/** An image, and what is said to be in it. */
export interface AnnotatedImage {
  /** From the data set's folder, with `/` between names. */
  path: string;
  split: SplitName;
  /** As shares of the image as it is in the file. */
  objects: readonly LabelledBox[];
  /** The size that the boxes were told for, where it is told. */
  size?: readonly [height: number, width: number];
}

/** What the files of a folder say about objects, before any image is opened. */
export interface Annotations {
  classNames: readonly string[];
  /** Those whose objects can be used. */
  images: readonly AnnotatedImage[];
  /** What cannot be used: a file, and what is wrong in which line or entry. */
  faults: readonly BrokenFile[];
}
