import type { Affine } from './affine.js';
import { type ImageBatch, moveImages } from './image-batch.js';
import { type Factor, rangeOf } from './options.js';
import { type Warp, type WarpOptions, warpImage, warpOf } from './warp-image.js';

export interface RandomTranslationOptions extends WarpOptions {
  /** How far down at most, as a share of the height: 0.1 for up to a tenth up or down, or `[lower, upper]`. */
  readonly heightFactor: Factor;
  /** How far to the right at most, as a share of the width. */
  readonly widthFactor: Factor;
}

/** What {@link randomTranslation} returns. */
export interface RandomTranslation extends Warp {
  readonly name: 'randomTranslation';
  readonly heightFactor: readonly [number, number];
  readonly widthFactor: readonly [number, number];
}

/**
 * Moves images up or down and to the left or right.
 * @throws ConfigError for an unusable option
 * @example randomTranslation({ heightFactor: 0.1, widthFactor: 0.1 })
 */
export function randomTranslation(options: RandomTranslationOptions): RandomTranslation {
  return {
    name: 'randomTranslation',
    ...warpOf('randomTranslation', options, ['heightFactor', 'widthFactor']),
    heightFactor: rangeOf('The heightFactor of randomTranslation', options.heightFactor, -1, 1),
    widthFactor: rangeOf('The widthFactor of randomTranslation', options.widthFactor, -1, 1),
  };
}

/** @internal */
export function applyRandomTranslation(
  { heightFactor, widthFactor, ...warp }: RandomTranslation,
  batch: ImageBatch,
): void {
  moveImages(
    batch,
    (stream): Affine => {
      const rows = stream.uniform(...heightFactor) * batch.height;
      const columns = stream.uniform(...widthFactor) * batch.width;
      return { down: [1, 0], across: [0, 1], origin: [-rows, -columns] };
    },
    (picture, movement) => warpImage(picture, movement, warp),
  );
}
