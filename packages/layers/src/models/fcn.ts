import { ConfigError, type Shape } from '@cnn/tensor';
import { activation } from '../layers/activation.js';
import { add } from '../layers/add.js';
import { conv2d } from '../layers/conv2d.js';
import { conv2dTranspose } from '../layers/conv2d-transpose.js';
import { dropout } from '../layers/dropout.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { upSampling2d } from '../layers/up-sampling2d.js';
import { type Model, model } from '../model.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { type ClassifierOptions, imageInput } from './classifier-options.js';
import { convNorm, convRelu } from './conv-norm.js';

export interface FcnOptions {
  /** `[height, width, channels]`, the sizes divisible by 32. Default `[512, 512, 3]`. */
  readonly inputShape?: Shape;
  /** Classes to tell apart at each pixel. Default 21, as in PASCAL VOC. */
  readonly classes?: number;
  /** Filters of the first convolutions; those further on have two, four and eight times as many. Default 64. */
  readonly filters?: number;
  /** Filters of the two layers that are dense in VGG-16. Default 64 · `filters`, which is 4096. */
  readonly units?: number;
  /** Whether each 3×3 convolution is followed by batch normalisation, which the paper has not. Default false. */
  readonly batchNormalization?: boolean;
  /** Mean and variance by which images are normalised first, such as `statistics(train)`. Default: they are not. */
  readonly normalization?: ClassifierOptions['normalization'];
  /** What the first weights are derived from. Default 0. */
  readonly seed?: number;
}

/** How many times the first ones' filters VGG-16's convolutions have, block by block. */
const blocks = [
  [1, 1],
  [2, 2],
  [4, 4, 4],
  [8, 8, 8],
  [8, 8, 8],
];

/** VGG-16 with convolutions in place of its dense layers: what each pooling gives, and scores for each 32nd pixel. */
function scores(
  name: string,
  options: FcnOptions,
): { inputs: SymbolicTensor; pooled: SymbolicTensor[]; coarse: SymbolicTensor } {
  const { inputShape = [512, 512, 3], classes = 21, filters = 64, units = 64 * filters } = options;
  if (inputShape.slice(0, 2).some((size) => size % 32 !== 0)) {
    throw new ConfigError(
      `${name} was given images of ${inputShape.slice(0, 2).join(' × ')}; their sizes must be divisible by 32, to be halved five times. Pad or crop them.`,
    );
  }
  const convolve = options.batchNormalization ? convNorm : convRelu;
  const { inputs, x: images } = imageInput(inputShape, options.normalization);
  const pooled: SymbolicTensor[] = [];
  let x = images;
  for (const block of blocks) {
    for (const times of block) {
      x = convolve(x, { filters: filters * times, kernelSize: 3, padding: 'same' });
    }
    x = maxPooling2d().apply(x);
    pooled.push(x);
  }
  for (const kernelSize of [7, 1]) {
    x = convRelu(x, { filters: units, kernelSize, padding: 'same' });
    x = dropout({ rate: 0.5 }).apply(x);
  }
  return { inputs, pooled, coarse: conv2d({ filters: classes, kernelSize: 1 }).apply(x) };
}

/** Scores enlarged between the pixels' centres, and as probabilities. */
function enlarge(coarse: SymbolicTensor, size: number): SymbolicTensor {
  return activation('softmax').apply(upSampling2d({ size, interpolation: 'bilinear' }).apply(coarse));
}

/**
 * FCN-32s, which tells the class of each pixel, `[height, width, channels]` → `[height, width, classes]`: VGG-16 for
 * every 32nd pixel, and bilinear interpolation between. 134,346,581 parameters. Shelhamer, Long and Darrell, "Fully
 * convolutional networks for semantic segmentation", CVPR 2015. In place of the paper's border of 100 zeros,
 * convolutions keep the size.
 * @throws ConfigError for unusable options
 */
export function fcn32s(options: FcnOptions = {}): Model {
  const { inputs, coarse } = scores('fcn32s', options);
  return model({ inputs, outputs: enlarge(coarse, 32), name: 'fcn32s', seed: options.seed ?? 0 });
}

/**
 * FCN-8s: as `fcn32s`, but scores are enlarged by learned steps of two, which start as bilinear interpolation, and
 * joined with scores of what the fourth and the third pooling gave before the rest is interpolated, for outlines that
 * are finer. 134,376,863 parameters.
 * @throws ConfigError for unusable options
 */
export function fcn8s(options: FcnOptions = {}): Model {
  const { inputs, pooled, coarse } = scores('fcn8s', options);
  const filters = coarse.shape.at(-1)!;
  const finer = [pooled[3]!, pooled[2]!].reduce((x, features) => {
    const twice = conv2dTranspose({
      filters,
      kernelSize: 4,
      strides: 2,
      padding: 'same',
      useBias: false,
      kernelInitializer: 'bilinear',
    });
    const skip = conv2d({ filters, kernelSize: 1, kernelInitializer: 'zeros' }).apply(features);
    return add().apply([twice.apply(x), skip]);
  }, coarse);
  return model({ inputs, outputs: enlarge(finer, 8), name: 'fcn8s', seed: options.seed ?? 0 });
}
