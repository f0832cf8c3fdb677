import { expectKnownOptions } from '@cnn/layers';
import { exp, multiply, scale, type Value } from '@cnn/tensor';
import { affine } from './affine.js';
import { distributionCrossentropy } from './categorical-crossentropy.js';
import { type FocalOptions, focalOptions, focus } from './focal.js';
import {
  checkIgnoreClass,
  countedRows,
  type IgnoreClassOptions,
  labelAccuracy,
  meanOfCounted,
} from './ignored-class.js';
import type { Loss } from './loss.js';
import { labelCrossentropy } from './sparse-categorical-crossentropy.js';

const NAME = 'sparseCategoricalFocalCrossentropy';

/** Options of {@link sparseCategoricalFocalCrossentropy}. */
export interface SparseFocalOptions extends Omit<FocalOptions, 'labelSmoothing'>, IgnoreClassOptions {}

/**
 * −alpha · (1 − p)^gamma · ln p of the probability p that the model gives to the right class: samples that it
 * gets right already count less. Output `[batch, …, classes]`, y the class numbers `[batch, …]` (i32 or u8). Lin
 * et al., "Focal loss for dense object detection", ICCV 2017.
 * @throws ConfigError for an unusable option
 * @example compile(unet, { loss: 'sparseCategoricalFocalCrossentropy', optimizer: 'adam' })
 */
export function sparseCategoricalFocalCrossentropy(options: SparseFocalOptions = {}): Loss {
  const { ignoreClass, ...focal } = options;
  expectKnownOptions(NAME, options, ['fromLogits', 'alpha', 'gamma', 'ignoreClass']);
  const { fromLogits, alpha, gamma } = focalOptions(NAME, focal);
  checkIgnoreClass(NAME, ignoreClass);
  const focused = (entropies: Value): Value => {
    // The cross-entropy of one class says how probable it was.
    const probabilities = exp({ x: scale({ x: entropies }, -1).y }).y;
    const weights = focus(affine(probabilities, -1, 1), gamma);
    return scale({ x: multiply({ a: weights, b: entropies }).y }, alpha).y;
  };
  return {
    name: NAME,
    targets: 'labels',
    ...(ignoreClass !== undefined && { ignoreClass }),
    build: (output, labels) => {
      if (ignoreClass === undefined) {
        const { each, predictions } = labelCrossentropy(NAME, output, labels, fromLogits);
        return { each: focused(each), predictions };
      }
      const rows = countedRows(labels, output.shape.at(-1)!, ignoreClass);
      const { each, predictions } = distributionCrossentropy(NAME, output, rows, fromLogits);
      return { each: meanOfCounted(focused(each), rows), predictions };
    },
    accuracy: labelAccuracy,
  };
}
