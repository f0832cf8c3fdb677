import { warn } from '../terminal.js';
import type { TrainingReport } from './training-report.js';

/** Says once that a loss is no number any more, and what usually helps. */
export function divergenceReport(): TrainingReport {
  let said = false;
  return {
    epoch: ({ epoch, loss }) => {
      if (said || Number.isFinite(loss)) return;
      said = true;
      warn(`the loss became ${loss} in epoch ${epoch} and will not recover; try a smaller --learning-rate.`);
    },
  };
}
