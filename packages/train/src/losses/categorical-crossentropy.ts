import {
  categoricalAccuracy,
  categoricalCrossentropy as ofProbabilities,
  softmax,
  softmaxCrossEntropyDense,
  type Value,
} from '@cnn/tensor';
import { type CrossentropyOptions, crossentropyOptions, smoothed } from './crossentropy.js';
import { expectProbabilities, logitsBehind } from './logits.js';
import type { Loss, LossValues } from './loss.js';

/**
 * −Σ y · ln of the model's probabilities; `y` holds one-hot rows, or any weights of the classes. Output and
 * y `[batch, classes]`. After a softmax it is computed from the logits, which is faster and exact.
 * @throws ConfigError for an unusable option
 * @example compile(model, { loss: 'categoricalCrossentropy', optimizer: 'adam' })
 */
export function categoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  const { fromLogits, labelSmoothing } = crossentropyOptions('categoricalCrossentropy', options);
  return {
    name: 'categoricalCrossentropy',
    targets: 'values',
    build: (output, y) => {
      const targets = smoothed(y, labelSmoothing, y.shape.at(-1)!);
      return distributionCrossentropy('categoricalCrossentropy', output, targets, fromLogits);
    },
    accuracy: (scores, targets) => categoricalAccuracy({ scores, targets }).hit,
  };
}

/** The cross-entropy of an output with rows of classes' weights. @throws ConfigError for a linear output */
export function distributionCrossentropy(
  name: string,
  output: Value,
  targets: Value,
  fromLogits: boolean,
): LossValues {
  const logits = fromLogits ? output : logitsBehind(output, softmax);
  if (logits) {
    const { loss, probabilities } = softmaxCrossEntropyDense({ logits, targets });
    return { each: loss, predictions: probabilities };
  }
  expectProbabilities(name, output, 'softmax');
  return { each: ofProbabilities({ probabilities: output, targets }).loss, predictions: output };
}
