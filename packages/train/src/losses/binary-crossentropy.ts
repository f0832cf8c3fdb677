import {
  binaryAccuracy,
  binaryCrossentropy as ofProbabilities,
  sigmoid,
  sigmoidCrossEntropy,
} from '@cnn/tensor';
import { type CrossentropyOptions, crossentropyOptions, smoothed } from './crossentropy.js';
import { expectProbabilities, logitsBehind } from './logits.js';
import type { Loss } from './loss.js';

/**
 * −mean(y · ln p + (1 − y) · ln(1 − p)) of probabilities p, each of them a yes or no of its own. Output and
 * y `[batch, answers]`, y 0 or 1. After a sigmoid it is computed from the logits, which is exact.
 * @throws ConfigError for an unusable option
 * @example compile(model, { loss: 'binaryCrossentropy', optimizer: 'adam' })
 */
export function binaryCrossentropy(options: CrossentropyOptions = {}): Loss {
  const { fromLogits, labelSmoothing } = crossentropyOptions('binaryCrossentropy', options);
  return {
    name: 'binaryCrossentropy',
    targets: 'values',
    build: (output, y) => {
      const targets = smoothed(y, labelSmoothing, 2);
      const logits = fromLogits ? output : logitsBehind(output, sigmoid);
      if (logits) {
        const { loss, probabilities } = sigmoidCrossEntropy({ logits, targets });
        return { each: loss, predictions: probabilities };
      }
      expectProbabilities('binaryCrossentropy', output, 'sigmoid');
      return { each: ofProbabilities({ probabilities: output, targets }).loss, predictions: output };
    },
    accuracy: (probabilities, targets) => binaryAccuracy({ probabilities, targets }, { threshold: 0.5 }).hit,
  };
}
