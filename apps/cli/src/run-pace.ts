import type { RunPace } from '@cnn/train';
import { counted } from './format.js';
import { highestRate } from './optimizers.js';
import type { Resumption } from './resumption.js';
import { learnedFrom, type RunImages } from './run-images.js';
import { jumpOfRate } from './schedules.js';
import { warn } from './terminal.js';
import type { TrainOptions } from './train-settings.js';

/** What the learning rate of each step goes by. */
export function paceOf(options: TrainOptions, { splits }: RunImages): RunPace {
  const batches = Math.ceil(learnedFrom(options, splits) / options.batchSize);
  return {
    ...options,
    learningRate: highestRate(options),
    stepsPerEpoch: batches / (options.accumulate ?? 1),
  };
}

/** Says what a person may not expect of it. */
export function notePace(pace: RunPace, resumption: Resumption | undefined): void {
  const { warmup, epochs } = pace;
  if (warmup >= epochs) {
    warn(
      `--warmup lasts ${counted(warmup, 'epoch')} and the run ${epochs}, so the learning rate only rises.`,
    );
  }
  const jump = resumption && jumpOfRate(pace, resumption);
  if (jump) warn(jump);
}
