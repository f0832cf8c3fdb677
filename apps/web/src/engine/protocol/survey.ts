/** What a model makes of all test images. Numbers of an image stand at the same place in each list. */
export type Survey = ClassSurvey | MaskSurvey | BoxSurvey;

/** What it takes each for. */
export interface ClassSurvey {
  readonly task: 'classification';
  readonly labels: Uint16Array;
  /** The class that the model finds most probable. */
  readonly taken: Uint16Array;
  /** The probability of that class. */
  readonly confidences: Float32Array;
  /** The probability of the class that the image is of; the loss is its logarithm. */
  readonly truths: Float32Array;
}

/** How well it does class by class, from 0 to 1. */
interface Scores {
  readonly mean: number;
  /** Of each class; NaN for one that neither occurs nor is told. */
  readonly scores: readonly number[];
}

/** How far the areas that it sees cover the true ones: intersection over union. */
export interface MaskSurvey extends Scores {
  readonly task: 'segmentation';
  /** The share of the pixels that are told right. */
  readonly right: Float32Array;
}

/** How well it finds objects: average precision. */
export interface BoxSurvey extends Scores {
  readonly task: 'detection';
  /** How many objects it misses, and how many it sees where there is none, where it is rather sure. */
  readonly missed: Uint16Array;
  readonly wrong: Uint16Array;
}
