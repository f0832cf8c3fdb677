import {
  sparseCategoricalCrossentropy as ofProbabilities,
  oneHot,
  softmax,
  softmaxCrossEntropy,
  type Value,
} from '@cnn/tensor';
import { distributionCrossentropy } from './categorical-crossentropy.js';
import { type CrossentropyOptions, crossentropyOptions, smoothed } from './crossentropy.js';
import {
  checkIgnoreClass,
  countedRows,
  type IgnoreClassOptions,
  labelAccuracy,
  meanOfCounted,
  smoothedRows,
} from './ignored-class.js';
import { expectProbabilities, logitsBehind } from './logits.js';
import type { Loss, LossValues } from './loss.js';

const NAME = 'sparseCategoricalCrossentropy';

/** Options of {@link sparseCategoricalCrossentropy}. */
export interface SparseCrossentropyOptions extends CrossentropyOptions, IgnoreClassOptions {}

/**
 * −ln of the probability that the model gives to the right class; `y` holds class numbers. Output
 * `[batch, …, classes]`, y `[batch, …]` (i32 or u8). After a softmax it is computed from the logits, which is
 * faster and exact.
 * @throws ConfigError for an unusable option
 * @example compile(model, { loss: sparseCategoricalCrossentropy({ fromLogits: true }), optimizer: 'adam' })
 */
export function sparseCategoricalCrossentropy(options: SparseCrossentropyOptions = {}): Loss {
  const { fromLogits, labelSmoothing } = crossentropyOptions(NAME, options, ['ignoreClass']);
  const ignoreClass = checkIgnoreClass(NAME, options.ignoreClass);
  if (ignoreClass !== undefined) return ignoring(ignoreClass, { fromLogits, labelSmoothing });
  return {
    name: NAME,
    targets: 'labels',
    build: (output, labels) => {
      if (labelSmoothing === 0) return labelCrossentropy(NAME, output, labels, fromLogits);
      const classes = output.shape.at(-1)!;
      const targets = smoothed(oneHot({ labels }, { classes }).y, labelSmoothing, classes);
      return distributionCrossentropy(NAME, output, targets, fromLogits);
    },
    accuracy: labelAccuracy,
  };
}

/** The same, leaving out what is of a class. */
function ignoring(ignoreClass: number, { fromLogits, labelSmoothing }: Required<CrossentropyOptions>): Loss {
  return {
    name: NAME,
    targets: 'labels',
    ignoreClass,
    build: (output, labels) => {
      const rows = countedRows(labels, output.shape.at(-1)!, ignoreClass);
      const targets = labelSmoothing === 0 ? rows : smoothedRows(rows, labelSmoothing);
      const { each, predictions } = distributionCrossentropy(NAME, output, targets, fromLogits);
      return { each: meanOfCounted(each, rows), predictions };
    },
    accuracy: labelAccuracy,
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
