/** What a model takes each test image for. Numbers of the image at the same place in each list. */
export interface Survey {
  readonly labels: Uint16Array;
  /** The class that the model finds most probable. */
  readonly taken: Uint16Array;
  /** The probability of that class. */
  readonly confidences: Float32Array;
  /** The probability of the class that the image is of; the loss is its logarithm. */
  readonly truths: Float32Array;
}
