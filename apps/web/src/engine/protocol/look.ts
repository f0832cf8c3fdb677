import type { Samples } from './data.js';
import type { Task } from './task.js';

/** What a run's model can be shown. */
export interface LookFigures {
  readonly task: Task;
  /** Of the images that it takes, `[height, width, channels]`. */
  readonly imageShape: readonly [number, number, 1 | 3];
  readonly classNames: readonly string[];
  /** The first test images of its data; undefined when these were never loaded, or are of another shape. */
  readonly samples: Samples | undefined;
}

/** A picture of a person's own: a file, or what was drawn. */
export type Picture = Blob | ImageData;

/** What is looked at: a test image of a run's data, by its number, or a picture of one's own. */
export type Subject = number | Picture;

/** Pictures of one size, one after another, as bytes. */
export interface PictureSheet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

/** What a layer gave for an image. */
export interface LayerPictures {
  readonly name: string;
  readonly className: string;
  readonly outputShape: readonly number[];
  readonly sheet: PictureSheet;
}

/** What a model makes of an image. */
export interface ImageReport {
  /** The image itself, as the model takes it. */
  readonly pixels: Uint8Array;
  readonly answer: Answer;
  readonly layers: readonly LayerPictures[];
  /** Of the first convolution, where they can be shown. */
  readonly filters: PictureSheet | undefined;
}

/** What a model tells of an image, and the truth where that is known. */
export type Answer = ClassAnswer | MaskAnswer | BoxAnswer;

/** Its class, and what speaks for that. */
export interface ClassAnswer {
  readonly task: 'classification';
  /** The class that it is of. */
  readonly label: number | undefined;
  readonly probabilities: readonly number[];
  /** Grad-CAM for the class that the model finds most probable, a byte a pixel; for models with a convolution. */
  readonly cam: Uint8Array | undefined;
  /** How much each pixel changes that class's score. */
  readonly saliency: Uint8Array;
}

/** The class of each of its pixels, row by row. */
export interface MaskAnswer {
  readonly task: 'segmentation';
  readonly mask: Uint8Array;
  /** With 255 where nothing is known of a pixel. */
  readonly truth: Uint8Array | undefined;
}

/** Where objects are in it. */
export interface BoxAnswer {
  readonly task: 'detection';
  /** The surest first, from a low confidence on. */
  readonly found: readonly FoundBox[];
  readonly truth: readonly TrueBox[] | undefined;
}

/** An object: where it is, in shares of the image's width and height, and its class. */
export interface TrueBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly label: number;
}

/** What a model takes for one. */
export interface FoundBox extends TrueBox {
  /** How sure it is, 0 to 1. */
  readonly score: number;
  /** Which of the true ones that is; undefined where it is none, or nobody knows. */
  readonly object: number | undefined;
  /** Intersection over union with that one. */
  readonly overlap: number | undefined;
}
