export const optimizerNames = ['adam', 'adamw', 'sgd', 'rmsprop', 'adagrad', 'lion'] as const;

export type OptimizerName = (typeof optimizerNames)[number];

export const scheduleNames = ['constant', 'step', 'exponential', 'cosine', 'one-cycle'] as const;

export type ScheduleName = (typeof scheduleNames)[number];

export const transformNames = [
  'flip',
  'crop:4',
  'rotate',
  'zoom',
  'light',
  'cutout',
  'mixup',
  'cutmix',
  'mosaic',
] as const;

/** A random change to training images that can be chosen in the page, as `--augment` of the command line names it. */
export type TransformName = (typeof transformNames)[number];

/** How to train. Names as in a run's `config.json`. */
export interface Settings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly validationSplit: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  /** Of SGD and RMSprop. Default 0. */
  readonly momentum?: number | undefined;
  /** Whether SGD looks ahead along its momentum. */
  readonly nesterov?: boolean | undefined;
  /** Default: the optimizer's own. */
  readonly weightDecay?: number | undefined;
  /** How the learning rate changes over the run. Default `constant`. */
  readonly schedule?: ScheduleName | undefined;
  /** Epochs in which it rises first. Default 0. */
  readonly warmup?: number | undefined;
  /** Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** Transforms by their short names; runs of the command line may have others than the page offers. */
  readonly augment?: readonly string[] | undefined;
  /** Whether the model normalises images by the mean and the deviation of those that it is trained on. */
  readonly normalize?: boolean | undefined;
  readonly seed: number;
  /** Height and width of images that are drawn in any size. Default 64. */
  readonly imageSize?: number | undefined;
  /** Only so many training and test images, the first ones. */
  readonly limit?: number | undefined;
}
