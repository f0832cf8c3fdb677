import {
  adagrad,
  adam,
  adamW,
  type BaseOptions,
  type LearningRate,
  lion,
  type Optimizer,
  rmsprop,
  sgd,
} from '@cnn/train';
import { UsageError } from './errors.js';
import { all } from './format.js';
import { rateAt } from './schedules.js';

interface MakeOptions extends BaseOptions {
  learningRate?: LearningRate;
}

/** What some optimizers take and others do not. */
interface MomentumOptions {
  momentum?: number;
  nesterov?: boolean;
}

interface Entry {
  readonly takes: readonly (keyof MomentumOptions)[];
  make(options: MakeOptions & MomentumOptions): Optimizer;
}

const optimizers = {
  adam: { takes: [], make: adam },
  adamw: { takes: [], make: adamW },
  // With the decay that the recipes of papers mean: by way of the gradients.
  sgd: {
    takes: ['momentum', 'nesterov'],
    make: (options) => sgd({ ...options, weightDecayMode: 'l2' }),
  },
  rmsprop: { takes: ['momentum'], make: rmsprop },
  adagrad: { takes: [], make: adagrad },
  lion: { takes: [], make: lion },
} satisfies Record<string, Entry>;

type OptimizerName = keyof typeof optimizers;

export const optimizerNames = Object.keys(optimizers) as OptimizerName[];

/** The options of `train` that are about the optimizer. */
export interface OptimizerOptions {
  readonly optimizer: OptimizerName;
  readonly learningRate?: number | undefined;
  readonly momentum?: number | undefined;
  readonly nesterov?: boolean | undefined;
  readonly weightDecay?: number | undefined;
  readonly clipNorm?: number | undefined;
  readonly clipValue?: number | undefined;
  readonly accumulate?: number | undefined;
  readonly ema?: number | undefined;
}

/** The highest learning rate, chosen or Keras'. */
export function highestRate({ optimizer, learningRate }: OptimizerOptions): number {
  return learningRate ?? usualRate(optimizers[optimizer]);
}

/** Of help: the learning rates and the decays of optimizers that nobody has chosen others for. */
export const usualRates = eachInWords(usualRate);
export const usualDecays = eachInWords(({ make }) => make({}).weightDecay ?? 0);

function usualRate({ make }: Entry): number {
  return rateAt(make({}).learningRate, 0);
}

/** `0.01 for sgd, 0.001 for all others`. */
function eachInWords(figure: (optimizer: Entry) => number): string {
  const namesOf = new Map<number, string[]>();
  for (const [name, entry] of Object.entries(optimizers)) {
    const value = figure(entry);
    namesOf.set(value, [...(namesOf.get(value) ?? []), name]);
  }
  const [most, ...others] = [...namesOf].sort(([, a], [, b]) => b.length - a.length);
  return [...others.map(([value, names]) => `${value} for ${all(names)}`), `${most![0]} for all others`].join(
    ', ',
  );
}

/** @throws UsageError for options that do not go together */
export function checkOptimizer(options: OptimizerOptions): void {
  const { optimizer, momentum, nesterov, clipNorm, clipValue } = options;
  const takes: readonly string[] = optimizers[optimizer].takes;
  if (momentum !== undefined && !takes.includes('momentum')) {
    throw new UsageError(
      `--momentum got ${momentum} for ${optimizer}, which has none to choose; leave it out, or use --optimizer sgd.`,
    );
  }
  if (nesterov && !takes.includes('nesterov')) {
    throw new UsageError(
      `--nesterov was given with ${optimizer}, which has no such step; leave it out, or use --optimizer sgd.`,
    );
  }
  if (nesterov && !momentum) {
    throw new UsageError(
      '--nesterov was given without a momentum, which it looks ahead along; add one, for example --momentum 0.9.',
    );
  }
  if (clipNorm !== undefined && clipValue !== undefined) {
    throw new UsageError(
      '--clip-norm was given together with --clip-value; gradients are clipped in one way at most, so keep one.',
    );
  }
}

/** The optimizer that the options ask for, which moves weights at this rate. */
export function optimizerOf(options: OptimizerOptions, learningRate: LearningRate): Optimizer {
  const { momentum, nesterov, weightDecay, clipNorm, clipValue, accumulate, ema } = options;
  const { make }: Entry = optimizers[options.optimizer];
  return make({
    learningRate,
    ...(momentum !== undefined && { momentum }),
    ...(nesterov && { nesterov }),
    ...(weightDecay !== undefined && { weightDecay }),
    ...(clipNorm !== undefined && { globalClipnorm: clipNorm }),
    ...(clipValue !== undefined && { clipvalue: clipValue }),
    ...(accumulate !== undefined && { gradientAccumulationSteps: accumulate }),
    ...(ema !== undefined && { useEma: true, emaMomentum: ema }),
  });
}
