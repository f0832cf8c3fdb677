import type { Value } from '@cnn/tensor';
import type { Loss } from '../losses/loss.js';

/** A figure beside the loss. One object describes a metric and holds no state. */
export interface Metric {
  /** What the figure is called in logs and histories; with validation there is `val…` as well. */
  readonly name: string;
  /**
   * Adds the metric to the graph: one number for each sample, or equally many, the mean of which is reported. With
   * a `result`, the batch's counts instead, of any shape, which are added up over the batches of an epoch.
   * @param predictions what the model predicts, probabilities where the loss speaks of them
   * @param y class numbers or values, as the loss wants them
   * @throws ConfigError when it does not suit the loss or the predictions
   */
  build(predictions: Value, y: Value, loss: Loss): Value;
  /** The figure that the counts of this many samples make, for metrics that are no mean over samples. */
  result?(counts: Float64Array, samples: number): number;
}
