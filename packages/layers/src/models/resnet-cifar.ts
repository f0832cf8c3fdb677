import type { Shape } from '@cnn/tensor';
import { activation } from '../layers/activation.js';
import { add } from '../layers/add.js';
import { averagePooling2d } from '../layers/average-pooling2d.js';
import { dense } from '../layers/dense.js';
import { globalAveragePooling2d } from '../layers/global-average-pooling2d.js';
import { reshape } from '../layers/reshape.js';
import { zeroPadding2d } from '../layers/zero-padding2d.js';
import { type Model, model } from '../model.js';
import { l2 } from '../regularizers.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { type ClassifierOptions, imageInput } from './classifier-options.js';
import { convNorm } from './conv-norm.js';

export interface ResnetCifarOptions extends ClassifierOptions {
  /** The paper's weight decay, a share of each weight that a step takes away. Default 1e-4. */
  readonly weightDecay?: number;
}

/**
 * The residual networks of 6n + 2 layers for images of 32×32: He, Zhang, Ren and Sun, "Deep residual learning for
 * image recognition", CVPR 2016, section 4.2. Three stages of n blocks of two 3×3 convolutions, of 16, 32 and 64
 * filters; shortcuts have no parameters (the paper's option A: every other pixel, and zeros for new channels).
 */
function resnetCifar(
  layers: 20 | 32 | 44 | 56 | 110,
  { inputShape = [32, 32, 3], classes = 10, seed = 0, weightDecay = 1e-4, normalization }: ResnetCifarOptions,
): Model {
  const blocks = (layers - 2) / 6;
  // The slope of l2 · Σ w² is 2 · l2 · w.
  const kernelRegularizer = l2(weightDecay / 2);
  const { inputs, x: images } = imageInput(inputShape, normalization);
  let x = convNorm(images, { filters: 16, kernelSize: 3, padding: 'same', kernelRegularizer });
  for (const [stage, filters] of [16, 32, 64].entries()) {
    for (let block = 0; block < blocks; block++) {
      const strides = stage > 0 && block === 0 ? 2 : 1;
      const options = { filters, kernelSize: 3, padding: 'same', kernelRegularizer } as const;
      const first = convNorm(x, { ...options, strides });
      const second = convNorm(first, { ...options, activation: 'linear' });
      x = activation('relu').apply(add().apply([strides === 1 ? x : shrink(x, filters), second]));
    }
  }
  const features = globalAveragePooling2d().apply(x);
  const head = dense({
    units: classes,
    activation: 'softmax',
    kernelInitializer: 'heNormal',
    kernelRegularizer,
  });
  return model({ inputs, outputs: head.apply(features), name: `resnet${layers}`, seed });
}

/** Every other pixel, with channels of zeros before and after: a copy and no parameters. */
function shrink(x: SymbolicTensor, filters: number): SymbolicTensor {
  const pixels = averagePooling2d({ poolSize: 1, strides: 2 }).apply(x);
  const [, height, width, channels] = pixels.shape as readonly [null, number, number, number];
  const rows: Shape = [height * width, channels, 1];
  const wider = zeroPadding2d({ padding: [0, (filters - channels) / 2] });
  const padded = wider.apply(reshape({ targetShape: rows }).apply(pixels));
  return reshape({ targetShape: [height, width, filters] }).apply(padded);
}

/**
 * ResNet-20 for 32×32 images, 8.8 % error on CIFAR-10 in the paper. 269,722 parameters to train, the paper's 0.27
 * million, and 1,376 running averages, for 10 classes. He et al., CVPR 2016.
 * @throws ConfigError for an unusable number of classes; ShapeError when images are too small
 */
export function resnet20(options: ResnetCifarOptions = {}): Model {
  return resnetCifar(20, options);
}

/** ResNet-32 for 32×32 images: 464,154 parameters to train, 7.5 % error on CIFAR-10 in the paper. See `resnet20`. */
export function resnet32(options: ResnetCifarOptions = {}): Model {
  return resnetCifar(32, options);
}

/** ResNet-44 for 32×32 images: 658,586 parameters to train, 7.2 % error on CIFAR-10 in the paper. See `resnet20`. */
export function resnet44(options: ResnetCifarOptions = {}): Model {
  return resnetCifar(44, options);
}

/** ResNet-56 for 32×32 images: 853,018 parameters to train, 7.0 % error on CIFAR-10 in the paper. See `resnet20`. */
export function resnet56(options: ResnetCifarOptions = {}): Model {
  return resnetCifar(56, options);
}

/** ResNet-110 for 32×32 images: 1,727,962 parameters to train, 6.4 % error on CIFAR-10 in the paper. See `resnet20`. */
export function resnet110(options: ResnetCifarOptions = {}): Model {
  return resnetCifar(110, options);
}
