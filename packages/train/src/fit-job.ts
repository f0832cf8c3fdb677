import { expectKnownOptions, truth, wholePositive } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import { type BatchTransform, checkBatchTransform } from './batch-transform.js';
import type { Callback, FitPlan } from './callbacks/callback.js';
import { checkCallbacks } from './callbacks/callback-list.js';
import { type ResumableCheckpoint, resumable } from './checkpoint/resume.js';
import { type AnyData, checkData, type Samples, samplesOf, splitOff } from './data.js';
import { batchSizes } from './evaluation.js';
import { batchesOf } from './fit-progress.js';
import { figuresOf } from './goals.js';
import { validationName } from './history.js';
import type { Learner } from './learner.js';
import type { Figure } from './metrics/metric.js';
import { checkSignal } from './signal.js';
import { type ClassWeight, classWeights } from './weighting.js';

/** Options of `trainer.fit`, with Keras' names and defaults. */
export interface FitOptions {
  /** How often to go through the data. Default 1. */
  epochs?: number;
  /** Samples of a step. Default 32. */
  batchSize?: number;
  /** Fraction of the data, its end, to validate with instead of training on it. Default 0. */
  validationSplit?: number;
  /** Data to validate with after each epoch. */
  validationData?: AnyData;
  /** Whether each epoch visits the samples in a new random order. Default true. */
  shuffle?: boolean;
  /** What changes the samples of training batches, such as `augmentation([…])` of @cnn/datasets. Default nothing. */
  augment?: BatchTransform | undefined;
  /**
   * How much the loss of each class counts in training, by class number; 1 where nothing is said. With one-hot
   * rows, or shares, the largest says the class. Not together with a `sampleWeight` in the data.
   */
  classWeight?: ClassWeight;
  callbacks?: readonly Callback[];
  /** Ends training after the step that is being taken; what was learned stays. */
  signal?: AbortSignal;
  /**
   * A checkpoint that was made during a call of `fit`, with the same data and options, which this one goes on
   * with. `epochs` counts those that were done then.
   */
  resume?: Uint8Array;
}

const optionNames = [
  'epochs',
  'batchSize',
  'validationSplit',
  'validationData',
  'shuffle',
  'classWeight',
  'augment',
  'callbacks',
  'signal',
  'resume',
];

/** A call of `fit` whose options and data are in order. */
export interface FitJob {
  readonly plan: FitPlan;
  readonly training: Samples;
  readonly validation: Samples | undefined;
  readonly shuffle: boolean;
  /** Of all classes, in order. */
  readonly classWeights: Float32Array | undefined;
  readonly augment: BatchTransform | undefined;
  readonly callbacks: readonly Callback[];
  readonly signal: AbortSignal | undefined;
  /** What to go on from. */
  readonly checkpoint: ResumableCheckpoint | undefined;
}

/**
 * Checks everything that can be wrong, and compiles what the job needs.
 * @throws ConfigError, ShapeError or DataError; FormatError for a damaged checkpoint
 */
export function fitJob(learner: Learner, data: AnyData, options: FitOptions): FitJob {
  // First, because x and y given one after the other would be taken for data and options.
  const given = checkData('The training data', data, learner.dataShape);
  expectKnownOptions('fit', options, optionNames);
  const { validationSplit = 0, validationData, shuffle = true, augment, callbacks = [], signal } = options;
  const epochs = wholePositive('epochs', options.epochs ?? 1);
  const batchSize = wholePositive('batchSize', options.batchSize ?? 32);
  truth('shuffle', shuffle);
  if (augment !== undefined) checkBatchTransform(augment, given, learner.recipe.goals);
  const weights = classWeights(options, given, learner.recipe.goals);
  checkCallbacks(callbacks);
  checkSignal('fit', signal);
  if (validationData && validationSplit !== 0) {
    throw new ConfigError(
      `fit was given validationData and a validationSplit of ${validationSplit}; validation uses one or the other. Leave one of them out.`,
    );
  }
  const held = validationData && checkData('The validation data', validationData, learner.dataShape);
  const { training, validation = held } = splitOff(given, validationSplit);
  const samples = samplesOf(training);
  for (const size of batchSizes(samples, batchSize)) {
    learner.prepare('train', training, size, weights);
  }
  if (validation) {
    for (const size of batchSizes(samplesOf(validation), batchSize))
      learner.prepare('infer', validation, size);
  }
  const own = figuresOf(learner.recipe.goals);
  const validated = own.map((figure) => ({ ...figure, name: validationName(figure.name) }));
  const figures = validation ? [...own, ...validated] : own;
  const plan: FitPlan = {
    epochs,
    steps: Math.ceil(samples / batchSize),
    batchSize,
    samples,
    validationSamples: validation ? samplesOf(validation) : 0,
    figures: figures.map(({ name }) => name),
    directions: directionsOf(figures),
  };
  const checkpoint =
    options.resume && resumable(learner, options.resume, plan, batchesOf(plan, shuffle, augment));
  return {
    plan,
    training,
    validation,
    shuffle,
    classWeights: weights,
    augment,
    callbacks,
    signal,
    checkpoint,
  };
}

function directionsOf(figures: readonly Figure[]): FitPlan['directions'] {
  const told = figures.flatMap(({ name, direction }) => (direction ? [[name, direction] as const] : []));
  return Object.fromEntries(told);
}
