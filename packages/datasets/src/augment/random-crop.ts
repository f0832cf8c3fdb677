import type { RandomStream } from '@cnn/tensor';
import { type FillMode, fillModes } from './fill-mode.js';
import { type ImageBatch, moveImages } from './image-batch.js';
import { expectKnownOptions, finite, oneOf, whole } from './options.js';
import { shiftImage } from './shift-image.js';
import { warpImage } from './warp-image.js';

export interface RandomCropOptions {
  /** Pixels that are added to each side of an image before it is cut to its own size again. Default 4. */
  readonly padding?: number;
  /**
   * What the added pixels are: `constant` (the default), `reflect` (the image mirrored at its edge), `wrap` (the other
   * side of the image) or `nearest` (the last pixel).
   */
  readonly fillMode?: FillMode;
  /** What they are with `constant`, in images of bytes 0…255. Default 0, black. */
  readonly fillValue?: number;
}

/** What {@link randomCrop} returns. */
export interface RandomCrop extends Required<RandomCropOptions> {
  readonly name: 'randomCrop';
}

/**
 * Pads images on all sides and cuts a part of the original size out, from anywhere. With 4 pixels, as for images of
 * 32 × 32 by He, Zhang, Ren and Sun, "Deep residual learning for image recognition", 2015, https://arxiv.org/abs/1512.03385.
 * @throws ConfigError for an unusable option
 */
export function randomCrop(options: RandomCropOptions = {}): RandomCrop {
  expectKnownOptions('randomCrop', options, ['padding', 'fillMode', 'fillValue']);
  const { padding = 4, fillMode = 'constant', fillValue = 0 } = options;
  return {
    name: 'randomCrop',
    padding: whole('The padding of randomCrop', padding, 1),
    fillMode: oneOf('The fillMode of randomCrop', fillMode, Object.keys(fillModes) as FillMode[]),
    fillValue: finite('The fillValue of randomCrop', fillValue),
  };
}

/** @internal */
export function applyRandomCrop({ padding, fillMode, fillValue }: RandomCrop, batch: ImageBatch): void {
  const begin = (stream: RandomStream): number => stream.integer(2 * padding + 1) - padding;
  moveImages(
    batch,
    (stream) => ({ down: [1, 0], across: [0, 1], origin: [begin(stream), begin(stream)] }),
    (picture, movement) => {
      const [top, left] = movement.origin;
      if (fillMode === 'constant') shiftImage(picture, { down: -top, right: -left, fillValue });
      else warpImage(picture, movement, { fillMode, fillValue, interpolation: 'nearest' });
    },
  );
}
