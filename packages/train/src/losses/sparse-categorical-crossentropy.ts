import {
  inTopK,
  sparseCategoricalCrossentropy as ofProbabilities,
  oneHot,
  softmax,
  softmaxCrossEntropy,
  type Value,
} from '@cnn/tensor';
import { distributionCrossentropy } from './categorical-crossentropy.js';
import { type CrossentropyOptions, crossentropyOptions, smoothed } from './crossentropy.js';
import { expectProbabilities, logitsBehind } from './logits.js';
import type { Loss, LossValues } from './loss.js';

const NAME = 'sparseCategoricalCrossentropy';

/**
 * −ln of the probability that the model gives to the right class; `y` holds class numbers. Output
 * `[batch, classes]`, y `[batch]` (i32 or u8). After a softmax it is computed from the logits, which is
 * faster and exact.
 * @throws ConfigError for an unusable option
 * @example compile(model, { loss: sparseCategoricalCrossentropy({ fromLogits: true }), optimizer: 'adam' })
 */
export function sparseCategoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  const { fromLogits, labelSmoothing } = crossentropyOptions(NAME, options);
  return {
    name: NAME,
    targets: 'labels',
    build: (output, labels) => {
      if (labelSmoothing === 0) return labelCrossentropy(NAME, output, labels, fromLogits);
      const classes = output.shape.at(-1)!;
      const targets = smoothed(oneHot({ labels }, { classes }).y, labelSmoothing, classes);
      return distributionCrossentropy(NAME, output, targets, fromLogits);
    },
    accuracy: (scores, labels) => inTopK({ scores, labels }, { k: 1 }).hit,
  };
}

/** The cross-entropy of an output with class numbers. @throws ConfigError for a linear output */
export function labelCrossentropy(
  name: string,
  output: Value,
  labels: Value,
  fromLogits: boolean,
): LossValues {
  const logits = fromLogits ? output : logitsBehind(output, softmax);
  if (logits) {
    const { loss, probabilities } = softmaxCrossEntropy({ logits, labels });
    return { each: loss, predictions: probabilities };
  }
  expectProbabilities(name, output, 'softmax');
  return { each: ofProbabilities({ probabilities: output, labels }).loss, predictions: output };
}
