import { show } from '@cnn/layers';
import { ConfigError, type Tensor } from '@cnn/tensor';
import type { Samples, TrainingData } from './data.js';
import type { Goal } from './goals.js';
import type { Loss } from './losses/loss.js';

/** Some samples of an epoch on their way to the model. */
export interface SampleBatch {
  /** `[count, …inputShape]`, in memory of its own, which is given away: to be written over, or moved to a worker. */
  readonly x: Tensor<'u8' | 'f32'>;
  /** What the model should make of them, in memory of its own, which is given away. */
  readonly y: Tensor;
  /** Where in the training data the samples are, in memory of its own. */
  readonly samples: Uint32Array;
  /** Number of the epoch, from 0 and on from fit to fit. */
  readonly epoch: number;
  /** Number of the batch in the epoch, from 0. */
  readonly batch: number;
}

/**
 * Changes the samples of training batches before the model gets them; `augmentation` of @cnn/datasets is one. For
 * runs that are the same to the last digit, the outcome should depend on the seed and the batch alone.
 */
export interface BatchTransform {
  /** May throw to refuse data, before anything begins. `targets` is what the loss takes y for. */
  check?(data: TrainingData, targets: Loss['targets']): void;
  /** What the outcome depends on. Checkpoints keep it: a fit that is resumed within an epoch has to be given the same. */
  toJSON?(): unknown;
  /** Called when a `fit` begins. */
  open(seed: number): BatchTransformRun;
}

/** A transform at work during one `fit`. */
export interface BatchTransformRun {
  /** How many batches are begun before the steps that need them, to be worked on meanwhile. Default 1. */
  readonly ahead?: number;
  /** The samples as the model should see them, of the same shapes and dtypes. */
  transform(batch: SampleBatch): Promise<Pick<SampleBatch, 'x' | 'y'>>;
  /** Called when the `fit` ends, however it does. Batches that are under way are not needed any more. */
  close(): Promise<void>;
}

/** @throws ConfigError for what is no transform, and whatever its own check throws */
export function checkBatchTransform(
  augment: BatchTransform,
  { x, y, sampleWeight }: Samples,
  [goal, ...others]: readonly Goal[],
): void {
  if (typeof augment?.open !== 'function') {
    throw new ConfigError(
      `augment is ${show(augment)}; it must be a transform of batches. Pass augmentation([randomFlip()]) of @cnn/datasets for instance.`,
    );
  }
  if (x.length > 1 || others.length > 0) {
    throw new ConfigError(
      `augment was given for a model of ${x.length} inputs and ${others.length + 1} outputs; it changes batches of one x and one y. Change the samples before fit.`,
    );
  }
  const weight = sampleWeight?.[0];
  augment.check?.({ x: x[0]!, y: y[0]!, ...(weight ? { sampleWeight: weight } : {}) }, goal!.loss.targets);
}
