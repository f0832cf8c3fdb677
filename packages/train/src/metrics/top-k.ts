import { expectKnownOptions, show } from '@cnn/layers';
import { argMax, ConfigError, inTopK } from '@cnn/tensor';
import { hitRate } from './hit-rate.js';
import type { Metric } from './metric.js';
import { metricName } from './metric-name.js';

/** Options of {@link topK}. */
export interface TopKOptions {
  /** How many guesses the model has. Default 5. */
  k?: number;
  /** What the figure is called. Default `top5Accuracy` for k = 5. */
  name?: string;
}

/**
 * The share of samples whose right class is among the model's k best; called `top5Accuracy` for k = 5. Of one-hot rows,
 * or other values for each class, the right one is the largest.
 * @throws ConfigError for an unusable option; and on compile, with more guesses than classes
 */
export function topK(options: TopKOptions = {}): Metric {
  expectKnownOptions('topK', options, ['k', 'name']);
  const { k = 5 } = options;
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new ConfigError(
      `topK was given k = ${show(k)}; it must be a whole number of guesses. Choose 1 or more.`,
    );
  }
  return hitRate(metricName('topK', options.name ?? `top${k}Accuracy`), (scores, y, loss) => {
    const classes = scores.shape.at(-1)!;
    if (classes === 1) {
      throw new ConfigError(
        'topK was asked for of a single output, which has no classes to choose from. Use accuracy, or leave topK out.',
      );
    }
    if (k > classes) {
      throw new ConfigError(
        `topK was given k = ${k}, but the model has ${classes} classes, and every guess would count as right. Choose a k below ${classes}.`,
      );
    }
    const labels = loss.targets === 'labels' ? y : argMax({ x: y }).y;
    return inTopK({ scores, labels }, { k }).hit;
  });
}
