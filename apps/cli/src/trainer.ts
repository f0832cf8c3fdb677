import { voidClass } from '@cnn/datasets';
import { detectorOf, isDetector } from '@cnn/detection';
import type { Model } from '@cnn/layers';
import type { SessionOptions } from '@cnn/tensor';
import {
  type CompileOptions,
  categoricalCrossentropy,
  compile,
  type Optimizer,
  sparseCategoricalCrossentropy,
  type Trainer,
} from '@cnn/train';
import { UsageError } from './errors.js';
import { taskToldBy } from './model-task.js';

/** How the program always trains and judges; what differs are optimizer, smoothing, seed and session. */
interface TrainerOptions {
  optimizer: Optimizer | 'adam';
  labelSmoothing: number;
  /** Whether labels are one-hot rows, and not class numbers. */
  oneHot?: boolean;
  seed?: number;
  threads: number | undefined;
  variant: SessionOptions['variant'] | undefined;
}

type Goal = Pick<CompileOptions, 'loss' | 'metrics'>;

/** @throws UsageError when this machine cannot compute with the chosen threads or variant. */
export async function openTrainer(model: Model, options: TrainerOptions): Promise<Trainer> {
  const { optimizer, seed, threads, variant } = options;
  const goal = isDetector(model) ? { loss: detectorOf(model).loss } : classifying(model, options);
  return refusingKernels(() => compile(model, { optimizer, ...goal, ...given({ seed, threads, variant }) }));
}

/** What a network learns by that tells classes, and the figures that say how well. */
function classifying(model: Model, { labelSmoothing, oneHot }: TrainerOptions): Goal {
  if (taskToldBy(model) === 'segmentation') {
    const loss = sparseCategoricalCrossentropy({ labelSmoothing, ignoreClass: voidClass });
    return { loss, metrics: ['accuracy', 'meanIoU'] };
  }
  const loss = oneHot ? categoricalCrossentropy : sparseCategoricalCrossentropy;
  return { loss: loss({ labelSmoothing }), metrics: ['accuracy'] };
}

/** @throws UsageError when this machine cannot compute with the chosen threads or variant. */
export async function refusingKernels<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'KernelError')) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

/** Leaves out what is undefined, for options that may be absent but not undefined. */
export function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
