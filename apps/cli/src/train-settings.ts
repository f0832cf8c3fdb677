import { transformForms, transformList } from './augmentations.js';
import { fallbackData, usualDataInWords } from './catalog.js';
import * as common from './common-settings.js';
import {
  ascendingNumbers,
  flag,
  fraction,
  oneOf,
  path,
  patience,
  period,
  positiveNumber,
  someOf,
  wholeNumber,
} from './kinds.js';
import { logNames } from './logs.js';
import { modelNames, usualModel } from './models.js';
import { optimizerNames, usualDecays, usualRates } from './optimizers.js';
import { scheduleNames } from './schedules.js';
import { grouped, optional, type Values, withDefault } from './settings.js';

/**
 * What decides how a run goes. This table is all there is to say about an option of `train`: its line makes
 * it an option of the command line, an entry of a `--config` file and of the run's config.json, which is such
 * a file.
 */
export const recipeSettings = {
  ...grouped('Network', {
    model: withDefault(oneOf(modelNames), usualModel, 'network to train'),
    filters: common.filters,
  }),
  ...grouped('Images', {
    data: common.data(
      `images to train on (default: ${usualDataInWords}; ${fallbackData} where the first cannot be had)`,
    ),
    dataDir: common.dataDir,
    ...common.imageSettings,
    limit: common.limit('use the first n training and the first n test images only'),
    validationSplit: withDefault(
      fraction(0.2),
      0.2,
      'share of the training images, their end, to validate with',
    ),
    augment: optional(
      transformList,
      `random changes to training images, such as flip,crop:4 (default: none): ${transformForms}`,
    ),
    normalize: optional(
      flag,
      'have the model subtract the mean of the training images, and divide by their deviation',
    ),
  }),
  ...grouped('Learning', {
    epochs: withDefault(wholeNumber(1, 10), 10, 'how often to go through the images'),
    batchSize: common.batchSize('images in a step'),
    optimizer: withDefault(oneOf(optimizerNames), 'adam', 'how weights are moved'),
    learningRate: optional(
      positiveNumber('<rate>', 0.001),
      `how far a step goes (default: ${usualRates}); with a schedule, at most`,
    ),
    momentum: optional(
      fraction(0.9),
      'share of its speed that sgd or rmsprop keeps from step to step (default: none)',
    ),
    nesterov: optional(flag, 'have sgd look ahead along its speed'),
    weightDecay: optional(
      positiveNumber('<share>', 0.0001),
      `what kernels lose of themselves in a step, times the learning rate; with sgd by way of the gradients (default: ${usualDecays})`,
    ),
    clipNorm: optional(
      positiveNumber('<length>', 1),
      'the longest that the gradients of a step may be, all together',
    ),
    clipValue: optional(positiveNumber('<size>', 0.5), 'the largest that each number of a gradient may be'),
    accumulate: optional(
      wholeNumber(1, 4),
      'batches over which gradients are averaged before weights move (default: each batch moves them)',
    ),
    ema: optional(
      fraction(0.999),
      'average weights over the steps, with such a share of the past; the averages are validated, tested and saved',
    ),
    schedule: withDefault(oneOf(scheduleNames), 'constant', 'how the learning rate changes over the run'),
    milestones: optional(
      ascendingNumbers([80, 120]),
      'epochs after each of which the schedule piecewise goes on with a tenth of the rate',
    ),
    warmup: withDefault(wholeNumber(0, 5), 0, 'epochs in which the learning rate rises first'),
    reduceLrOnPlateau: optional(
      patience(10),
      'take a tenth of the learning rate when the loss in validation has not become smaller for so many epochs',
    ),
    earlyStopping: optional(
      wholeNumber(1, 5),
      'end training when the loss in validation has not become smaller for so many epochs, and take the best weights',
    ),
    labelSmoothing: withDefault(
      fraction(0.1),
      0,
      'share of each label that is spread evenly over all classes, in every loss of the run',
    ),
    seed: withDefault(wholeNumber(0, 42), 42, 'what all randomness is derived from'),
  }),
  ...grouped('Run', {
    checkpointEvery: withDefault(
      period,
      '1epoch',
      'after how many epochs or steps to write what --resume goes on from; a number alone means epochs',
    ),
    log: optional(
      someOf(logNames),
      `logs of the epochs to write into the run's folder: ${logNames.join(', ')}`,
    ),
    threads: common.threads,
    variant: common.variant,
  }),
};

/** Those, and what decides where a run is kept and how it is shown. */
export const trainSettings = {
  ...recipeSettings,
  ...grouped('Run', {
    out: optional(path('<dir>'), 'new folder for the run (default: runs/<model>-<data>-<time>)'),
    json: common.json('one JSON object a line on standard output, all else on standard error'),
  }),
};

export type Recipe = Values<typeof recipeSettings>;

/** All that decides what a run comes to and where it is kept. */
export type TrainOptions = Values<typeof trainSettings>;

/** The part of the options that config.json holds. */
export function recipeOf<R extends Recipe>(options: R): Pick<R, keyof Recipe> {
  const names = Object.keys(recipeSettings) as (keyof Recipe)[];
  return Object.fromEntries(names.map((name) => [name, options[name]])) as Pick<R, keyof Recipe>;
}
