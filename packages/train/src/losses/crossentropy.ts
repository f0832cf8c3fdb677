import { expectKnownOptions, show, truth } from '@cnn/layers';
import { ConfigError, type Value } from '@cnn/tensor';
import { affine } from './affine.js';

/** Options of the cross-entropies. */
export interface CrossentropyOptions {
  /**
   * Whether the model puts out logits, scores that have not gone through softmax or sigmoid. Default false.
   * A model that ends in softmax or sigmoid needs no such hint: its logits are found and used.
   */
  fromLogits?: boolean;
  /**
   * The share of a target that is spread evenly over all answers, so that the model does not become more sure
   * than its labels are: with 0.1 a one among ten classes becomes 0.91, a zero 0.01. Default 0. Szegedy et al.,
   * "Rethinking the Inception architecture for computer vision", CVPR 2016.
   */
  labelSmoothing?: number;
}

/** The options, checked. @throws ConfigError for an unusable one */
export function crossentropyOptions(
  loss: string,
  options: CrossentropyOptions,
  further: readonly string[] = [],
): Required<CrossentropyOptions> {
  expectKnownOptions(loss, options, ['fromLogits', 'labelSmoothing', ...further]);
  const { labelSmoothing = 0 } = options;
  if (typeof labelSmoothing !== 'number' || !(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new ConfigError(
      `The labelSmoothing of ${loss} is ${show(labelSmoothing)}; it must be a share from 0 up to, but not including, 1. Choose one such as 0.1.`,
    );
  }
  return { fromLogits: truth(`The fromLogits of ${loss}`, options.fromLogits ?? false), labelSmoothing };
}

/** Targets of which a share is spread evenly over so many answers: two for a yes or no. */
export function smoothed(targets: Value, labelSmoothing: number, answers: number): Value {
  return labelSmoothing === 0 ? targets : affine(targets, 1 - labelSmoothing, labelSmoothing / answers);
}
