import {
  activation,
  batchNormalization,
  conv2d,
  imageInput,
  maxPooling2d,
  type SymbolicTensor,
} from '@cnn/layers';
import type { Detector } from '../detector.js';
import type { DetectorOptions } from '../detector-options.js';
import { multiboxHeads } from './multibox-heads.js';

export interface SsdOptions extends DetectorOptions {
  /** Filters of the first convolutions; after each halving there are twice as many, up to eight times. Default 16. */
  readonly filters?: number;
}

const aspectRatios = [2];

/**
 * A small SSD for small images, by default 64×64: batch-normalised convolutions, and predictions from images of an
 * eighth, a sixteenth and a thirty-second of the size. {@link ssd300} is that of the paper.
 * @throws ConfigError or ShapeError for unusable options
 */
export function ssd({
  inputShape = [64, 64, 3],
  classes = 20,
  filters = 16,
  normalization,
  seed = 0,
}: SsdOptions = {}): Detector {
  const { inputs, x: images } = imageInput(inputShape, normalization);
  const eighth = [1, 2, 4].reduce((x, times) => halved(twice(x, filters * times)), images);
  const fine = twice(eighth, 8 * filters);
  const middle = twice(halved(fine), 8 * filters);
  const coarse = twice(halved(middle), 8 * filters);
  const maps = [
    { x: fine, boxes: { scale: 0.2, nextScale: 0.37, aspectRatios } },
    { x: middle, boxes: { scale: 0.37, nextScale: 0.54, aspectRatios } },
    { x: coarse, boxes: { scale: 0.71, nextScale: 0.88, aspectRatios } },
  ];
  return multiboxHeads(maps, { name: 'ssd', inputs, classes, seed });
}

function twice(x: SymbolicTensor, filters: number): SymbolicTensor {
  return convolved(convolved(x, filters), filters);
}

function convolved(x: SymbolicTensor, filters: number): SymbolicTensor {
  const options = { filters, kernelSize: 3, padding: 'same', useBias: false } as const;
  const sums = conv2d({ kernelInitializer: 'heNormal', ...options }).apply(x);
  return activation('relu').apply(batchNormalization({ momentum: 0.9 }).apply(sums));
}

function halved(x: SymbolicTensor): SymbolicTensor {
  return maxPooling2d({ padding: 'same' }).apply(x);
}
