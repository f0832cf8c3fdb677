import type { Model } from '@cnn/layers';
import { compile, type Optimizer, type Trainer, type TrainingData } from '@cnn/train';
import type { Laboratory } from './lesson.js';

/** Hands a trainer of a classifier to `use`, and frees afterwards what it took. */
export async function withTrainer<T>(
  model: Model,
  optimizer: Optimizer,
  { session, seed }: Laboratory,
  use: (trainer: Trainer) => Promise<T>,
): Promise<T> {
  const loss = 'sparseCategoricalCrossentropy';
  const trainer = await compile(model, { optimizer, loss, metrics: ['accuracy'], session, seed });
  try {
    return await use(trainer);
  } finally {
    await trainer.close();
  }
}

/** Trains in batches of 32 and returns the mean loss of each epoch. @throws the signal's reason when it ended training */
export async function lossByEpoch(
  trainer: Trainer,
  data: TrainingData,
  epochs: number,
  { signal }: Laboratory,
): Promise<readonly number[]> {
  const { metrics, aborted } = await trainer.fit(data, { epochs, ...(signal ? { signal } : {}) });
  if (aborted) throw signal!.reason;
  return metrics['loss']!;
}
