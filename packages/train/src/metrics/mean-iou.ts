import { expectKnownOptions } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import { checkIgnoreClass } from '../losses/ignored-class.js';
import { type ClassCounts, classCounts, classTable } from './class-table.js';
import type { Metric } from './metric.js';
import { metricName } from './metric-name.js';

/** Options of {@link meanIoU}. */
export interface MeanIoUOptions {
  /** A class number in y whose pixels do not count, as in Keras. Default: the one that the loss ignores, if any. */
  ignoreClass?: number;
  /** What the figure is called. */
  name?: string;
}

/**
 * How well the areas of classes cover the true ones: intersection over union, right / (right + false alarms +
 * misses), of each class over all pixels, and of these the mean. The most probable class of a pixel counts; of a
 * single output both answers are classes. As in Keras, a class that neither occurs nor is predicted is left out.
 * @throws ConfigError for an unusable option
 * @example compile(unet, { loss: 'sparseCategoricalCrossentropy', metrics: ['meanIoU'], optimizer: 'adam' })
 */
export function meanIoU(options: MeanIoUOptions = {}): Metric {
  expectKnownOptions('meanIoU', options, ['ignoreClass', 'name']);
  const ignoreClass = checkIgnoreClass('meanIoU', options.ignoreClass);
  return {
    name: metricName('meanIoU', options.name),
    direction: 'up',
    build: (predictions, y, loss) => {
      if (ignoreClass === undefined) return classTable(predictions, y, loss, 'argmax');
      if (loss.targets === 'labels') return classTable(predictions, y, { ...loss, ignoreClass }, 'argmax');
      throw new ConfigError(
        `meanIoU was given the ignoreClass ${ignoreClass} with the loss ${loss.name}, whose y holds values; it needs class numbers. Use sparseCategoricalCrossentropy, or leave ignoreClass out.`,
      );
    },
    result: (table) => {
      const counts = classCounts(table);
      const shares = (counts.length === 1 ? [turned(counts[0]!), ...counts] : counts).map(
        intersectionOverUnion,
      );
      const present = shares.filter((share) => !Number.isNaN(share));
      return present.reduce((a, b) => a + b, 0) / present.length;
    },
  };
}

/** NaN for a class that neither occurs nor is predicted. */
function intersectionOverUnion({ truePositives, falsePositives, falseNegatives }: ClassCounts): number {
  return truePositives / (truePositives + falsePositives + falseNegatives);
}

/** The answers seen from no instead of yes. */
function turned({ truePositives, falsePositives, trueNegatives, falseNegatives }: ClassCounts): ClassCounts {
  return {
    truePositives: trueNegatives,
    falsePositives: falseNegatives,
    trueNegatives: truePositives,
    falseNegatives: falsePositives,
  };
}
