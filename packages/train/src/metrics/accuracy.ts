import type { Metric } from './metric.js';

/**
 * The share of samples that the model gets right. As in Keras, the loss decides what that means: the largest
 * score is that of the right class (categorical losses), or each probability is on the right side of ½
 * (binary ones).
 */
export function accuracy(): Metric {
  return { name: 'accuracy', build: (predictions, y, loss) => loss.accuracy(predictions, y) };
}
