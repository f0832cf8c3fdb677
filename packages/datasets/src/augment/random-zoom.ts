import type { Affine } from './affine.js';
import { type ImageBatch, moveImages } from './image-batch.js';
import { type Factor, rangeOf } from './options.js';
import { type Warp, type WarpOptions, warpImage, warpOf } from './warp-image.js';

export interface RandomZoomOptions extends WarpOptions {
  /** By how much at most: 0.2 for a view of 80 to 120 % of the height, or `[lower, upper]`; below 0 is nearer. */
  readonly heightFactor: Factor;
  /** The same of the width. Default: as much as of the height. */
  readonly widthFactor?: Factor;
}

/** What {@link randomZoom} returns. */
export interface RandomZoom extends Warp {
  readonly name: 'randomZoom';
  readonly heightFactor: readonly [number, number];
  /** Absent: the same as the height's. */
  readonly widthFactor?: readonly [number, number];
}

/**
 * Enlarges images about their middle, or makes them smaller.
 * @throws ConfigError for an unusable option
 * @example randomZoom({ heightFactor: 0.2 })
 */
export function randomZoom(options: RandomZoomOptions): RandomZoom {
  const { heightFactor, widthFactor } = options;
  return {
    name: 'randomZoom',
    ...warpOf('randomZoom', options, ['heightFactor', 'widthFactor']),
    heightFactor: rangeOf('The heightFactor of randomZoom', heightFactor, -1, 1),
    ...(widthFactor === undefined
      ? {}
      : { widthFactor: rangeOf('The widthFactor of randomZoom', widthFactor, -1, 1) }),
  };
}

/** @internal */
export function applyRandomZoom({ heightFactor, widthFactor, ...warp }: RandomZoom, batch: ImageBatch): void {
  const middle = [(batch.height - 1) / 2, (batch.width - 1) / 2] as const;
  moveImages(
    batch,
    (stream): Affine => {
      const rows = 1 + stream.uniform(...heightFactor);
      const columns = widthFactor ? 1 + stream.uniform(...widthFactor) : rows;
      const origin = [middle[0] * (1 - rows), middle[1] * (1 - columns)] as const;
      return { down: [rows, 0], across: [0, columns], origin };
    },
    (picture, movement) => warpImage(picture, movement, warp),
  );
}
