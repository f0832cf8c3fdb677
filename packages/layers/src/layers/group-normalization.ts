import { ConfigError, groupNorm, type Shape, type Value } from '@cnn/tensor';
import { show } from '../options.js';
import { ChannelNormalization, type ChannelNormalizationOptions } from './channel-normalization.js';

export interface GroupNormalizationOptions extends ChannelNormalizationOptions {
  /** How many groups the channels form; −1 for a group of each channel. Default 32. */
  readonly groups?: number;
}

/** Normalises groups of channels in each input. Weights: `gamma` and `beta` `[channels]`. */
export class GroupNormalization extends ChannelNormalization {
  readonly groups: number;

  constructor(options: GroupNormalizationOptions) {
    super('GroupNormalization', options, ['groups']);
    const { groups = 32 } = options;
    if (!(Number.isSafeInteger(groups) && (groups >= 1 || groups === -1))) {
      throw new ConfigError(
        `The groups of ${this.label} is ${show(groups)}; it must be a whole number. Choose 1 or more, or -1 for a group of each channel.`,
      );
    }
    this.groups = groups;
  }

  override outputShape(inputShape: Shape): Shape {
    const channels = inputShape.at(-1)!;
    if (channels % this.groupsOf(channels) !== 0) {
      this.refuse(
        inputShape,
        `channels that form ${this.groups} groups of the same size`,
        'Choose groups that divide the channels.',
      );
    }
    return inputShape;
  }

  override call(x: Value): Value {
    const groups = this.groupsOf(x.shape.at(-1)!);
    return groupNorm({ x, ...this.factors }, { groups, epsilon: this.epsilon }).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), groups: this.groups };
  }

  private groupsOf(channels: number): number {
    return this.groups === -1 ? channels : this.groups;
  }
}

/**
 * Normalises each group of adjoining channels, in each input by itself, to mean 0 and variance 1 over all positions,
 * then scales by `gamma` and shifts by `beta`, which are learned for each channel. Unlike batch normalisation it
 * does the same in training and inference, and for batches of any size. Inputs `[…, channels]`.
 * Wu and He, "Group normalization", ECCV 2018.
 * @throws ConfigError for unusable options; ShapeError when the groups do not divide the channels
 */
export function groupNormalization(options: GroupNormalizationOptions = {}): GroupNormalization {
  return new GroupNormalization(options);
}
