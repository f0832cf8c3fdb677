import { expectKnownOptions, show } from '@cnn/layers';
import { ConfigError, inTopK } from '@cnn/tensor';
import { countedRows, meanOfCounted } from '../losses/ignored-class.js';
import type { Metric } from './metric.js';

/** Options of {@link topK}. */
export interface TopKOptions {
  /** How many guesses the model has. Default 5. */
  k?: number;
}

/**
 * The share of samples whose right class is among the model's k best; called `top5Accuracy` for k = 5. For
 * losses on class numbers.
 * @throws ConfigError unless k is a whole number ≥ 1; and on compile, with more guesses than classes, or a
 * loss on anything but class numbers
 */
export function topK(options: TopKOptions = {}): Metric {
  expectKnownOptions('topK', options, ['k']);
  const { k = 5 } = options;
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new ConfigError(
      `topK was given k = ${show(k)}; it must be a whole number of guesses. Choose 1 or more.`,
    );
  }
  return {
    name: `top${k}Accuracy`,
    build: (scores, labels, loss) => {
      if (loss.targets !== 'labels') {
        throw new ConfigError(
          `topK was asked for with the loss ${loss.name}; it needs class numbers to look for. Use sparseCategoricalCrossentropy, or leave topK out.`,
        );
      }
      const classes = scores.shape.at(-1)!;
      if (k > classes) {
        throw new ConfigError(
          `topK was given k = ${k}, but the model has ${classes} classes, and every guess would count as right. Choose a k below ${classes}.`,
        );
      }
      const { hit } = inTopK({ scores, labels }, { k });
      const { ignoreClass } = loss;
      return ignoreClass === undefined ? hit : meanOfCounted(hit, countedRows(labels, classes, ignoreClass));
    },
  };
}
