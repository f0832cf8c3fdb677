import type { Affine } from './affine.js';
import { type ImageBatch, moveImages } from './image-batch.js';
import { type Factor, rangeOf } from './options.js';
import { type Warp, type WarpOptions, warpImage, warpOf } from './warp-image.js';

export interface RandomRotationOptions extends WarpOptions {
  /** How far at most, counter-clockwise, as a share of a whole turn: 0.1 for up to 36° either way, or `[lower, upper]`. */
  readonly factor: Factor;
}

/** What {@link randomRotation} returns. */
export interface RandomRotation extends Warp {
  readonly name: 'randomRotation';
  readonly factor: readonly [number, number];
}

/**
 * Turns images about their middle.
 * @throws ConfigError for an unusable option
 * @example randomRotation({ factor: 15 / 360 })
 */
export function randomRotation(options: RandomRotationOptions): RandomRotation {
  return {
    name: 'randomRotation',
    ...warpOf('randomRotation', options, ['factor']),
    factor: rangeOf('The factor of randomRotation', options.factor, -1, 1),
  };
}

/** @internal */
export function applyRandomRotation({ factor, ...warp }: RandomRotation, batch: ImageBatch): void {
  const middle = [(batch.height - 1) / 2, (batch.width - 1) / 2] as const;
  moveImages(
    batch,
    (stream): Affine => {
      const angle = stream.uniform(...factor) * 2 * Math.PI;
      const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
      // What comes to a place was, before, turned back the other way; rows are counted downwards.
      const origin = [
        middle[0] - middle[0] * cos - middle[1] * sin,
        middle[1] + middle[0] * sin - middle[1] * cos,
      ] as const;
      return { down: [cos, -sin], across: [sin, cos], origin };
    },
    (picture, movement) => warpImage(picture, movement, warp),
  );
}
