import type { Value } from '@cnn/tensor';

/** What a loss adds to the graph. */
export interface LossValues {
  /** The loss: for each sample one number, or equally many; their mean is minimised. `[batch, …]`. */
  readonly each: Value;
  /** What the model predicts, for the metrics: probabilities where the loss speaks of them. */
  readonly predictions: Value;
}

/** What is minimised. One object describes a loss and holds no state. */
export interface Loss {
  /** The name in Keras' spelling, such as `sparseCategoricalCrossentropy`. */
  readonly name: string;
  /**
   * What `y` holds: `labels`, class numbers (i32 in the graph, of the output's shape without its last axis),
   * or `values`, numbers (f32, of the output's shape).
   */
  readonly targets: 'labels' | 'values';
  /** A class number in y that says nothing, if any: neither the loss nor metrics count what has it. */
  readonly ignoreClass?: number;
  /** Adds the loss to the graph. @throws ConfigError when the model's output does not suit it */
  build(output: Value, y: Value): LossValues;
  /**
   * Adds what the metric 'accuracy' means under this loss: for each sample, 1 or 0 or a share. Under one with an
   * `ignoreClass`, 1 or 0 for each class number; what becomes of the ignored ones does not matter.
   */
  accuracy(predictions: Value, y: Value): Value;
}
