import { ConfigError } from '@cnn/tensor';

/** What the losses of detectors say when they are asked for an accuracy. */
export function noAccuracy(loss: string): () => never {
  return () => {
    throw new ConfigError(
      `The metric 'accuracy' means nothing under ${loss}, where boxes count as well. Leave it out, and rate what decode gives with meanAveragePrecision.`,
    );
  };
}
