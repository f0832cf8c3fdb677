import { type Model, Pause } from '@cnn/layers';
import type { Session, Tensor } from '@cnn/tensor';

/** How to go through images, and who is told. */
export interface PredictionOptions {
  readonly batchSize: number;
  /** Default: the session that all models share. */
  readonly session?: Session;
  readonly signal?: AbortSignal;
  /** Told which share of the images is done. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * What a model says of images, batch after batch: the outputs for all at once may be more than there is memory.
 * @throws the signal's reason when it ended the computation
 */
export async function* predictedBatches(
  model: Model,
  x: Tensor<'u8'>,
  { batchSize, session, signal, onProgress }: PredictionOptions,
): AsyncGenerator<Tensor<'f32'>> {
  const count = x.shape[0]!;
  const pause = new Pause();
  onProgress?.(0);
  for (let begin = 0; begin < count; begin += batchSize) {
    await pause.due();
    signal?.throwIfAborted();
    const end = Math.min(count, begin + batchSize);
    yield await model.predict(x.rows(begin, end), { batchSize, ...(session && { session }) });
    onProgress?.(end / count);
  }
}
