import {
  type Conv2DOptions,
  conv2d,
  depthwiseConv2d,
  imageInput,
  localResponseNormalization,
  maxPooling2d,
  rescaling,
  type SymbolicTensor,
  zeroPadding2d,
} from '@cnn/layers';
import type { Detector } from '../detector.js';
import type { DetectorOptions } from '../detector-options.js';
import { multiboxHeads } from './multibox-heads.js';

/** What the features of conv4_3, larger than the others, are scaled to at first. */
const FIRST_SCALE = 20;

/**
 * SSD on VGG-16, 300×300 pixels: what is small is found on the fine feature maps, what is large on the coarse ones. For
 * the 20 classes of PASCAL VOC 8,732 boxes and 26,285,486 parameters. Liu et al., "SSD: single shot multibox
 * detector", ECCV 2016.
 * @throws ConfigError or ShapeError for unusable options
 */
export function ssd300({
  inputShape = [300, 300, 3],
  classes = 20,
  normalization,
  seed = 0,
}: DetectorOptions = {}): Detector {
  const { inputs, x: images } = imageInput(inputShape, normalization);
  const half = maxPooling2d({ padding: 'same' });
  const early = [
    [64, 64],
    [128, 128],
    [256, 256, 256],
  ].reduce((x, filters) => half.apply(block(x, filters)), images);
  const conv4 = block(early, [512, 512, 512]);
  const conv5 = block(half.apply(conv4), [512, 512, 512]);
  const pool5 = maxPooling2d({ poolSize: 3, strides: 1, padding: 'same' }).apply(conv5);
  // Dense layers of VGG-16, with fewer units, as convolutions: the window of fc6 has gaps.
  const fc6 = convolved(pool5, { filters: 1024, kernelSize: 3, dilationRate: 6 });
  const fc7 = convolved(fc6, { filters: 1024, kernelSize: 1 });
  const conv8 = halved(convolved(fc7, { filters: 256, kernelSize: 1 }), 512);
  const conv9 = halved(convolved(conv8, { filters: 128, kernelSize: 1 }), 256);
  const conv10 = shrunk(convolved(conv9, { filters: 128, kernelSize: 1 }), 256);
  const conv11 = shrunk(convolved(conv10, { filters: 128, kernelSize: 1 }), 256);
  const maps = [
    { x: scaledToUnit(conv4), boxes: { scale: 0.1, nextScale: 0.2, aspectRatios: [2] } },
    { x: fc7, boxes: { scale: 0.2, nextScale: 0.37, aspectRatios: [2, 3] } },
    { x: conv8, boxes: { scale: 0.37, nextScale: 0.54, aspectRatios: [2, 3] } },
    { x: conv9, boxes: { scale: 0.54, nextScale: 0.71, aspectRatios: [2, 3] } },
    { x: conv10, boxes: { scale: 0.71, nextScale: 0.88, aspectRatios: [2] } },
    { x: conv11, boxes: { scale: 0.88, nextScale: 1.05, aspectRatios: [2] } },
  ];
  return multiboxHeads(maps, { name: 'ssd300', inputs, classes, seed });
}

function block(x: SymbolicTensor, filters: readonly number[]): SymbolicTensor {
  return filters.reduce((y, count) => convolved(y, { filters: count, kernelSize: 3 }), x);
}

function convolved(x: SymbolicTensor, options: Conv2DOptions): SymbolicTensor {
  return conv2d({ padding: 'same', activation: 'relu', kernelInitializer: 'heNormal', ...options }).apply(x);
}

/** With a cell of zeros on each side, where `same` would have one on the right and at the bottom only. */
function halved(x: SymbolicTensor, filters: number): SymbolicTensor {
  const padded = zeroPadding2d({ padding: 1 }).apply(x);
  return convolved(padded, { filters, kernelSize: 3, strides: 2, padding: 'valid' });
}

function shrunk(x: SymbolicTensor, filters: number): SymbolicTensor {
  return convolved(x, { filters, kernelSize: 3, padding: 'valid' });
}

/**
 * Features of length 1 at each pixel, times a scale for each channel that is learned (Liu, Rabinovich and Berg,
 * "ParseNet", 2015): a response normalisation over all channels, and a depthwise convolution of one pixel.
 */
function scaledToUnit(x: SymbolicTensor): SymbolicTensor {
  const unit = localResponseNormalization({
    ...{ depthRadius: x.shape.at(-1)!, bias: 1e-12, alpha: 1, beta: 0.5 },
  }).apply(x);
  const large = rescaling({ scale: FIRST_SCALE }).apply(unit);
  return depthwiseConv2d({ kernelSize: 1, useBias: false, depthwiseInitializer: 'ones' }).apply(large);
}
