import type { Shape } from '@cnn/tensor';

/** What the networks that tell classes apart have in common. */
export interface ClassifierOptions {
  /** `[height, width, channels]`. Default: that of the paper. */
  readonly inputShape?: Shape;
  /** How many classes to tell apart. Default: as in the paper. */
  readonly classes?: number;
  /** What the first weights are derived from. Default 0. */
  readonly seed?: number;
}

/** Whether images are of the size of CIFAR's rather than of ImageNet's: networks then begin more gently. */
export function isSmall([height, width]: Shape): boolean {
  return Math.min(height!, width!) < 64;
}
