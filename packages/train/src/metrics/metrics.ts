import { losses } from '../losses/losses.js';
import { accuracy } from './accuracy.js';
import { auc } from './auc.js';
import { f1Score } from './f1-score.js';
import { meanIoU } from './mean-iou.js';
import type { Metric } from './metric.js';
import { ofLoss } from './of-loss.js';
import { precision, recall } from './precision.js';
import { rootMeanSquaredError } from './root-mean-squared-error.js';

const figures = { accuracy, precision, recall, f1Score, auc, meanIoU, rootMeanSquaredError };

/** Names of metrics; the losses are some, too. */
export type MetricName = keyof typeof figures | keyof typeof losses;

/** The metrics by the names that they can be asked for by, each with its defaults. */
export const metrics: Readonly<Record<string, () => Metric>> = {
  ...figures,
  ...Object.fromEntries(Object.entries(losses).map(([name, loss]) => [name, () => ofLoss(loss())])),
};
