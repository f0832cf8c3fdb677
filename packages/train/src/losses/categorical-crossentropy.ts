import {
  categoricalAccuracy,
  categoricalCrossentropy as ofProbabilities,
  softmax,
  softmaxCrossEntropyDense,
} from '@cnn/tensor';
import {
  type CrossentropyOptions,
  expectProbabilities,
  fromLogitsOf,
  type Loss,
  logitsBehind,
} from './loss.js';

/**
 * −Σ y · ln of the model's probabilities; `y` holds one-hot rows, or any weights of the classes. Output and
 * y `[batch, classes]`. After a softmax it is computed from the logits, which is faster and exact.
 * @throws ConfigError for an unusable option
 * @example compile(model, { loss: 'categoricalCrossentropy', optimizer: 'adam' })
 */
export function categoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  const fromLogits = fromLogitsOf('categoricalCrossentropy', options);
  return {
    name: 'categoricalCrossentropy',
    targets: 'values',
    build: (output, targets) => {
      const logits = fromLogits ? output : logitsBehind(output, softmax);
      if (logits) {
        const { loss, probabilities } = softmaxCrossEntropyDense({ logits, targets });
        return { each: loss, predictions: probabilities };
      }
      expectProbabilities('categoricalCrossentropy', output, 'softmax');
      return { each: ofProbabilities({ probabilities: output, targets }).loss, predictions: output };
    },
    accuracy: (scores, targets) => categoricalAccuracy({ scores, targets }).hit,
  };
}
