import { layerNorm, type Value } from '@cnn/tensor';
import { ChannelNormalization, type ChannelNormalizationOptions } from './channel-normalization.js';

/** Normalises along the last axis. Weights: `gamma` and `beta` `[channels]`. */
export class LayerNormalization extends ChannelNormalization {
  constructor(options: ChannelNormalizationOptions) {
    super('LayerNormalization', options);
  }

  override call(x: Value): Value {
    return layerNorm({ x, ...this.factors }, { epsilon: this.epsilon }).y;
  }
}

/**
 * Normalises the numbers along the last axis, at each position of each input by itself, to mean 0 and variance 1,
 * then scales by `gamma` and shifts by `beta`, which are learned for each channel. Inputs `[…, channels]`.
 * Ba, Kiros and Hinton, "Layer normalization", 2016.
 * @throws ConfigError for unusable options
 */
export function layerNormalization(options: ChannelNormalizationOptions = {}): LayerNormalization {
  return new LayerNormalization(options);
}
