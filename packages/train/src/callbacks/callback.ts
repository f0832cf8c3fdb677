import type { Tensor } from '@cnn/tensor';
import type { Figure } from '../metrics/metric.js';
import type { Trainer } from '../trainer.js';

/** Figures by name: `loss`, a metric's name, and with validation `valLoss` and so on. */
export type Logs = Readonly<Record<string, number>>;

/** What a call of `fit` is about to do. */
export interface FitPlan {
  readonly epochs: number;
  /** Steps of an epoch, the last one of which may take fewer samples. */
  readonly steps: number;
  readonly batchSize: number;
  /** Samples trained on in an epoch; those held out for validation do not count. */
  readonly samples: number;
  /** Samples of the validation, 0 without one. */
  readonly validationSamples: number;
  /** Names of the figures that the logs of an epoch will have. */
  readonly figures: readonly string[];
  /** Which way these get better, those that say so. */
  readonly directions: Readonly<Record<string, NonNullable<Figure['direction']>>>;
}

/** What a callback remembers, to be kept in a checkpoint. */
export interface CallbackState {
  /**
   * Whose state it is, such as `earlyStopping of valLoss`; only a callback that says the same of its own gets it back.
   * Default: it is not named, and is for others without a name.
   */
  readonly kind?: string;
  /** Anything that JSON can hold; numbers may be NaN or infinite, too. */
  readonly values: unknown;
  readonly tensors?: readonly Tensor[];
}

/** A point of training at which everything is at rest. */
export interface RestPoint {
  /** What came before: a step, a whole epoch, or an interruption, of which nothing else is told. */
  readonly after: 'step' | 'epoch' | 'abort';
  /** The epoch, from 0, and how many of its steps have been taken. */
  readonly epoch: number;
  readonly batch: number;
  /** The means of the epoch so far, no figures before its first step; after an epoch, all of them. */
  readonly logs: Logs;
}

/**
 * Something that is told how training goes, with Keras' hooks; each may be left out and may be async, and
 * training waits for it. Epochs and batches count from 0. The logs of a batch are the means of the epoch so
 * far, weighted by samples; they end with the step just taken. At the end of an epoch the model has the
 * trained weights: predict, save, or set them; set ones are trained on from there.
 */
export interface Callback {
  /** Called before anything else, and before anything changes: the place to refuse options. */
  setTrainer?(trainer: Trainer, plan: FitPlan): void;
  onTrainBegin?(): void | Promise<void>;
  /** Called also when training was stopped or aborted, with the logs of the last whole epoch. */
  onTrainEnd?(logs: Logs): void | Promise<void>;
  onEpochBegin?(epoch: number): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: Logs): void | Promise<void>;
  onTrainBatchBegin?(batch: number): void | Promise<void>;
  onTrainBatchEnd?(batch: number, logs: Logs): void | Promise<void>;
  /** A validation begins. */
  onTestBegin?(): void | Promise<void>;
  /** With the figures of the validation, named as those of training. */
  onTestEnd?(logs: Logs): void | Promise<void>;
  onTestBatchBegin?(batch: number): void | Promise<void>;
  onTestBatchEnd?(batch: number, logs: Logs): void | Promise<void>;
  /**
   * Called after each step and each epoch once all callbacks have been told of it, and when training was
   * aborted: the place to take a checkpoint.
   */
  onRest?(point: RestPoint): void | Promise<void>;
  /** What it remembers, if that is to survive in checkpoints. */
  state?(): CallbackState;
  /**
   * Takes back what `state` of such a callback gave, after `setTrainer`, when `fit` resumes; it is one of the same
   * `kind`. In an epoch that is under way it is not told again that this has begun, as callbacks without a state are.
   */
  restore?(state: CallbackState): void;
}
