import { ConfigError, type Shape } from '@cnn/tensor';
import { concatenate } from '../layers/concatenate.js';
import { conv2d } from '../layers/conv2d.js';
import { conv2dTranspose } from '../layers/conv2d-transpose.js';
import { cropping2d } from '../layers/cropping2d.js';
import { dropout } from '../layers/dropout.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { type Model, model } from '../model.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { type ClassifierOptions, imageInput } from './classifier-options.js';
import { convNorm, convRelu } from './conv-norm.js';

export interface UnetOptions {
  /** `[height, width, channels]`. Default `[572, 572, 1]`, as in the paper. */
  readonly inputShape?: Shape;
  /** Classes to tell apart at each pixel. Default 2. */
  readonly classes?: number;
  /**
   * `valid` (default): as in the paper, each convolution takes a border away, and outputs are smaller than images.
   * `same`: outputs have the images' size, which must be divisible by 16.
   */
  readonly padding?: 'valid' | 'same';
  /** Filters of the first convolutions; each level below has twice as many. Default 64. */
  readonly filters?: number;
  /** Whether each 3×3 convolution is followed by batch normalisation, which the paper has not. Default false. */
  readonly batchNormalization?: boolean;
  /** Mean and variance by which images are normalised first, such as `statistics(train)`. Default: they are not. */
  readonly normalization?: ClassifierOptions['normalization'];
  /** What the first weights are derived from. Default 0. */
  readonly seed?: number;
}

/** How often images are halved. */
const LEVELS = 4;

/**
 * U-Net, which tells the class of each pixel, `[height, width, channels]` → `[rows, columns, classes]`: features of
 * halved images, again and again, are enlarged and joined with those of the larger ones. 31,030,658 parameters;
 * 572×572 pixels in and 388×388 out. Ronneberger, Fischer and Brox, "U-Net: convolutional networks for biomedical
 * image segmentation", MICCAI 2015.
 * @throws ConfigError for unusable options; ShapeError when images are too small
 */
export function unet({
  inputShape = [572, 572, 1],
  classes = 2,
  padding = 'valid',
  filters = 64,
  batchNormalization = false,
  normalization,
  seed = 0,
}: UnetOptions = {}): Model {
  if (padding === 'same' && inputShape.slice(0, 2).some((size) => size % 2 ** LEVELS !== 0)) {
    throw new ConfigError(
      `unet was given images of ${inputShape.slice(0, 2).join(' × ')} with the padding 'same'; their sizes must be divisible by ${2 ** LEVELS}, to be halved ${LEVELS} times. Pad or crop them.`,
    );
  }
  const { inputs, x: images } = imageInput(inputShape, normalization);
  const twice = (x: SymbolicTensor, count: number): SymbolicTensor => {
    const convolve = batchNormalization ? convNorm : convRelu;
    const options = { filters: count, kernelSize: 3, padding } as const;
    return convolve(convolve(x, options), options);
  };
  const levels: SymbolicTensor[] = [];
  let x = images;
  for (let level = 0; level < LEVELS; level++) {
    x = twice(x, filters * 2 ** level);
    if (level === LEVELS - 1) x = dropout({ rate: 0.5 }).apply(x);
    levels.push(x);
    x = maxPooling2d().apply(x);
  }
  x = dropout({ rate: 0.5 }).apply(twice(x, filters * 2 ** LEVELS));
  for (let level = LEVELS - 1; level >= 0; level--) {
    const count = filters * 2 ** level;
    const enlarged = conv2dTranspose({ filters: count, kernelSize: 2, strides: 2 }).apply(x);
    x = twice(concatenate().apply([centre(levels[level]!, enlarged), enlarged]), count);
  }
  const outputs = conv2d({ filters: classes, kernelSize: 1, activation: 'softmax' }).apply(x);
  return model({ inputs, outputs, name: 'unet', seed });
}

/** The middle of an image, as large as another. */
function centre(image: SymbolicTensor, other: SymbolicTensor): SymbolicTensor {
  const surplus = (axis: 1 | 2): [number, number] => {
    const cells = image.shape[axis]! - other.shape[axis]!;
    return [Math.floor(cells / 2), Math.ceil(cells / 2)];
  };
  const cropping = [surplus(1), surplus(2)] as const;
  return cropping.flat().every((cells) => cells === 0) ? image : cropping2d({ cropping }).apply(image);
}
