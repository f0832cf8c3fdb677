import type { Value } from '@cnn/tensor';
import type { Loss } from '../losses/loss.js';

/** A number that an epoch has. */
export interface Figure {
  /** What it is called in logs and histories; with validation there is `val…` as well. */
  readonly name: string;
  /**
   * Which way it gets better, as callbacks with the mode `auto` take it. Without one these refuse it, until they are
   * told `max` or `min`.
   */
  readonly direction?: 'up' | 'down';
  /** What the counts of this many samples make, for figures that are no mean over samples. */
  result?(counts: Float64Array, samples: number): number;
}

/** A figure beside the loss. One object describes a metric and holds no state. */
export interface Metric extends Figure {
  /**
   * Adds the metric to the graph: one number for each sample, or equally many, the mean of which is reported. With
   * a `result`, the batch's counts instead, of any shape, which are added up over the batches of an epoch.
   * @param predictions what the model predicts, probabilities where the loss speaks of them
   * @param y class numbers or values, as the loss wants them
   * @throws ConfigError when it does not suit the loss or the predictions
   */
  build(predictions: Value, y: Value, loss: Loss): Value;
  /** What it is made of under a loss, where that is something else. */
  under?(loss: Loss): Pick<Metric, 'build' | 'result'> | undefined;
}
