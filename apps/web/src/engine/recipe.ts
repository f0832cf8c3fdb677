import {
  type Augmentation,
  type AugmentationOptions,
  augmentation,
  type Transform,
  transformNamed,
} from '@cnn/datasets';
import { ConfigError } from '@cnn/tensor';
import {
  adagrad,
  adam,
  adamW,
  type LearningRate,
  lion,
  type Optimizer,
  rmsprop,
  runLearningRate,
  sgd,
  trainingSize,
} from '@cnn/train';
import type { OptimizerName, Settings } from './protocol/settings.js';

interface OptimizerOptions {
  learningRate: LearningRate;
  weightDecay?: number;
}

const optimizers: Record<OptimizerName, (options: OptimizerOptions, settings: Settings) => Optimizer> = {
  adam: (options) => adam(options),
  adamw: (options) => adamW(options),
  // With the decay that the command line gives it, which is that of the recipes of papers.
  sgd: (options, { momentum = 0, nesterov = false }) =>
    sgd({ ...options, momentum, nesterov: nesterov && momentum > 0, weightDecayMode: 'l2' }),
  rmsprop: (options, { momentum = 0 }) => rmsprop({ ...options, momentum }),
  adagrad: (options) => adagrad(options),
  lion: (options) => lion(options),
};

/** The optimizer that the settings ask for, for a run on so many images. */
export function optimizerOf(settings: Settings, images: number): Optimizer {
  const { optimizer, learningRate, weightDecay, schedule = 'constant', warmup = 0 } = settings;
  const { epochs } = settings;
  const stepsPerEpoch = stepsOfEpoch(settings, images);
  const rate = runLearningRate({ schedule, learningRate, warmup, epochs, stepsPerEpoch });
  const decay = weightDecay === undefined ? {} : { weightDecay };
  return optimizers[optimizer]({ learningRate: rate, ...decay }, settings);
}

/** Steps of an epoch of a run on so many images. */
export function stepsOfEpoch({ batchSize, validationSplit }: Settings, images: number): number {
  return Math.ceil(trainingSize(images, validationSplit) / batchSize);
}

/** The augmentation that the settings ask for. @throws ConfigError for a transform that there is none of */
export function augmentationOf(
  { augment = [] }: Pick<Settings, 'augment'>,
  options: AugmentationOptions = {},
): Augmentation | undefined {
  return augment.length > 0 ? augmentation(transformsOf(augment), options) : undefined;
}

/** Transforms by their short names. @throws ConfigError for one that there is none of */
export function transformsOf(names: readonly string[]): Transform[] {
  return names.map((name) => {
    const transform = transformNamed(name);
    if (transform) return transform;
    throw new ConfigError(
      `The settings name the transform ${name}; expected one such as flip or crop:4. Choose another in its place.`,
    );
  });
}
