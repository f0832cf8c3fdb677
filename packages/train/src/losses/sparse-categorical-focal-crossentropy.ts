import { expectKnownOptions } from '@cnn/layers';
import { exp, inTopK, multiply, scale } from '@cnn/tensor';
import { affine } from './affine.js';
import { type FocalOptions, focalOptions, focus } from './focal.js';
import type { Loss } from './loss.js';
import { labelCrossentropy } from './sparse-categorical-crossentropy.js';

const NAME = 'sparseCategoricalFocalCrossentropy';

/**
 * −alpha · (1 − p)^gamma · ln p of the probability p that the model gives to the right class: samples that it
 * gets right already count less. Output `[batch, …, classes]`, y the class numbers `[batch, …]` (i32 or u8). Lin
 * et al., "Focal loss for dense object detection", ICCV 2017.
 * @throws ConfigError for an unusable option
 * @example compile(unet, { loss: 'sparseCategoricalFocalCrossentropy', optimizer: 'adam' })
 */
export function sparseCategoricalFocalCrossentropy(options: Omit<FocalOptions, 'labelSmoothing'> = {}): Loss {
  expectKnownOptions(NAME, options, ['fromLogits', 'alpha', 'gamma']);
  const { fromLogits, alpha, gamma } = focalOptions(NAME, options);
  return {
    name: NAME,
    targets: 'labels',
    build: (output, labels) => {
      const { each: entropies, predictions } = labelCrossentropy(NAME, output, labels, fromLogits);
      // The cross-entropy of one class says how probable it was.
      const probabilities = exp({ x: scale({ x: entropies }, -1).y }).y;
      const weights = focus(affine(probabilities, -1, 1), gamma);
      return { each: scale({ x: multiply({ a: weights, b: entropies }).y }, alpha).y, predictions };
    },
    accuracy: (scores, labels) => inTopK({ scores, labels }, { k: 1 }).hit,
  };
}
