import type { Shape } from '@cnn/tensor';
import type { Model } from '../model.js';
import type { ClassifierOptions } from './classifier-options.js';
import { fcn8s, fcn32s } from './fcn.js';
import { unet } from './unet.js';

/** What {@link segmenters} are built for. */
export interface SegmenterOptions extends ClassifierOptions {
  /** `[height, width, channels]`. */
  readonly inputShape: Shape;
  /** Filters of the first convolutions. Default: as {@link segmenterFilters} says. */
  readonly filters?: number | undefined;
}

/**
 * How many filters the first convolutions of {@link segmenters} have where nobody says otherwise: those of the papers,
 * and fewer for images of which a side is below `smallSide` pixels.
 */
export const segmenterFilters = { usual: 64, ofSmallImages: 8, smallSide: 128 } as const;

/**
 * The networks that tell the class of each pixel, `[height, width, channels]` → `[height, width, classes]`, by the names
 * that the command line, the page and saved models use. For small images they are narrow, with batch normalisation.
 * @example const model = segmenters.unet({ inputShape: [64, 64, 3], classes: 5 });
 */
export const segmenters = {
  unet: (options: SegmenterOptions): Model => unet({ ...suited(options), padding: 'same' }),
  fcn8s: (options: SegmenterOptions): Model => fcn8s(suited(options)),
  fcn32s: (options: SegmenterOptions): Model => fcn32s(suited(options)),
} as const;

export type SegmenterName = keyof typeof segmenters;

/** Small images, and few of them, need neither the width of the papers nor go without batch normalisation. */
function suited({ filters, ...options }: SegmenterOptions) {
  const { usual, ofSmallImages, smallSide } = segmenterFilters;
  const small = Math.min(...options.inputShape.slice(0, 2)) < smallSide;
  return { ...options, filters: filters ?? (small ? ofSmallImages : usual), batchNormalization: small };
}
