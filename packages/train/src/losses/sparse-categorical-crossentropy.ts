import {
  inTopK,
  sparseCategoricalCrossentropy as ofProbabilities,
  softmax,
  softmaxCrossEntropy,
} from '@cnn/tensor';
import {
  type CrossentropyOptions,
  expectProbabilities,
  fromLogitsOf,
  type Loss,
  logitsBehind,
} from './loss.js';

/**
 * −ln of the probability that the model gives to the right class; `y` holds class numbers. Output
 * `[batch, classes]`, y `[batch]` (i32 or u8). After a softmax it is computed from the logits, which is
 * faster and exact.
 * @throws ConfigError for an unusable option
 * @example compile(model, { loss: sparseCategoricalCrossentropy({ fromLogits: true }), optimizer: 'adam' })
 */
export function sparseCategoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  const fromLogits = fromLogitsOf('sparseCategoricalCrossentropy', options);
  return {
    name: 'sparseCategoricalCrossentropy',
    targets: 'labels',
    build: (output, labels) => {
      const logits = fromLogits ? output : logitsBehind(output, softmax);
      if (logits) {
        const { loss, probabilities } = softmaxCrossEntropy({ logits, labels });
        return { each: loss, predictions: probabilities };
      }
      expectProbabilities('sparseCategoricalCrossentropy', output, 'softmax');
      return { each: ofProbabilities({ probabilities: output, labels }).loss, predictions: output };
    },
    accuracy: (scores, labels) => inTopK({ scores, labels }, { k: 1 }).hit,
  };
}
