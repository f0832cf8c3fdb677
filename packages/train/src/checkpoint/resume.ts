import { ConfigError } from '@cnn/tensor';
import type { FitPlan } from '../callbacks/callback.js';
import type { Batches, FitProgress } from '../fit-progress.js';
import type { Learner } from '../learner.js';
import type { Checkpoint, FitState, LearnerState } from './checkpoint.js';
import { readCheckpoint } from './file.js';

/** A checkpoint that was made during a call of `fit`. */
export type ResumableCheckpoint = Checkpoint & { readonly fit: FitState };

/** @throws ConfigError when a checkpoint's model or optimizer is another one */
export function expectSameParts(learner: Learner, state: LearnerState): void {
  const difference = learner.differenceTo(state);
  if (!difference) return;
  throw new ConfigError(
    `The checkpoint is one of another model or optimizer: ${difference}. Compile the model that it was made with, with the same optimizer.`,
  );
}

/**
 * The checkpoint in a file, which a call of `fit` can go on from.
 * @throws FormatError for a damaged one; ConfigError when it does not belong to the model, the optimizer or the
 * options of the call
 */
export function resumable(
  learner: Learner,
  file: Uint8Array,
  plan: FitPlan,
  batches: Batches,
): ResumableCheckpoint {
  const { learner: state, fit } = readCheckpoint(file);
  expectSameParts(learner, state);
  if (!fit) {
    throw new ConfigError(
      'The checkpoint was made between two calls of fit, so there is none to resume. Take it over with trainer.restore, and call fit without resume.',
    );
  }
  expectSameCounts(fit.progress, learner);
  const difference =
    differenceOfSeeds(state.seed, learner.recipe.seed) ??
    differenceOfPlans(fit.progress, plan) ??
    differenceOfSums(fit.progress, learner.figures) ??
    (fit.progress.underway && differenceOfBatches(fit.progress.batches, batches));
  if (difference) {
    throw new ConfigError(
      `The checkpoint cannot be resumed: ${difference}. Pass data and options as before.`,
    );
  }
  return { learner: state, fit };
}

function differenceOfSeeds(before: number, now: number): string | undefined {
  return before === now ? undefined : `the seed was ${before}, now it is ${now}`;
}

function differenceOfPlans({ logs, figures }: FitProgress, plan: FitPlan): string | undefined {
  if (logs.length > plan.epochs) return `${logs.length} epochs are done, and epochs is ${plan.epochs}`;
  const before = (figures ?? Object.keys(logs[0] ?? {})).join(', ');
  const now = plan.figures.join(', ');
  return before === '' || before === now ? undefined : `the figures were ${before}, now they are ${now}`;
}

/** Within an epoch, what its figures are made of is added to. */
function differenceOfSums({ underway }: FitProgress, now: readonly string[]): string | undefined {
  const before = underway?.totals.sums.length ?? now.length;
  if (before === now.length) return undefined;
  return `the epoch that is under way had ${before} figures, now it has ${now.length}`;
}

/** @throws ConfigError when what is counted in an epoch that is under way was counted in another way */
function expectSameCounts({ underway, figures }: FitProgress, { recipe }: Learner): void {
  const ignores = recipe.goals.some(({ loss }) => loss.ignoreClass !== undefined);
  if (!underway || figures || !ignores) return;
  throw new ConfigError(
    'The checkpoint was made within an epoch, by an earlier version that counted in another way what a loss with an ignoreClass gets right. Take it over with trainer.restore, and call fit without resume.',
    { about: { kind: 'counts' } },
  );
}

/** Within an epoch, the same samples have to follow. */
function differenceOfBatches(before: Batches, now: Batches): string | undefined {
  const name = (['samples', 'batchSize', 'shuffle', 'augment'] as const).find(
    (each) => before[each] !== now[each],
  );
  const shown = (batches: Batches): string => String(batches[name!] ?? 'nothing');
  return name && `${name} was ${shown(before)} in the epoch that is under way, now it is ${shown(now)}`;
}
