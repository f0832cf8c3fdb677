import type { Model } from '@cnn/layers';
import { compile, type Optimizer, type Trainer } from '@cnn/train';
import { UsageError } from './errors.js';
import { given, type SessionOptions } from './options.js';

/** How the program always trains and judges classifiers; what differs are optimizer, seed and session. */
interface TrainerOptions extends SessionOptions {
  optimizer: Optimizer | 'adam';
  seed?: number;
}

/** @throws UsageError when this machine cannot compute with the chosen threads or variant. */
export async function openTrainer(model: Model, options: TrainerOptions): Promise<Trainer> {
  const { optimizer, seed, threads, variant } = options;
  try {
    return await compile(model, {
      optimizer,
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
      ...given({ seed, threads, variant }),
    });
  } catch (error) {
    if (!(error instanceof Error && error.name === 'KernelError')) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}
