import {
  type Conv2dPadding,
  type Conv2dWindow,
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  type Padding,
} from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { type Case, defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';
import { drawWindows, placeWindows, type Windows } from '../shapes/windows.ts';

interface Convolution extends Omit<Windows, 'padding'> {
  readonly channels: number;
  readonly filters: number;
  readonly padding: Padding | 'given';
  /** Zeros around the images, if they are given. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Any windows; over many channels only small ones, so that references stay quick. */
function anySizes(draw: Draw): Convolution {
  const channels = draw.oneOf([1, 3, 4, 5, 8, 17, 32, 65]);
  const filters = draw.oneOf([1, 2, 5, 8, 16, 33, 64]);
  return withPadding(draw, { ...drawWindows(draw, channels * filters > 300 ? 3 : 7), channels, filters });
}

/** Sizes of which no transform spreads what is not finite over other results. */
function directSizes(draw: Draw): Convolution {
  const channels = draw.oneOf([1, 3, 5, 17]);
  return withPadding(draw, { ...drawWindows(draw, 5), channels, filters: draw.oneOf([1, 2, 5, 9]) });
}

/** Windows of one pixel, which make a convolution a matrix product. */
function pixelSizes(draw: Draw): Convolution {
  const window = { kernelHeight: 1, kernelWidth: 1, strideY: 1, strideX: 1, padding: 'same' } as const;
  const images = { batch: draw.between(1, 3), height: draw.between(1, 15), width: draw.between(1, 15) };
  const channels = draw.oneOf([1, 3, 5, 32, 64, 130]);
  return { ...images, ...window, ...noZeros, channels, filters: draw.oneOf([1, 5, 8, 64, 100]) };
}

/** What Winograd's algorithm is made for. */
function winogradSizes(draw: Draw): Convolution {
  const window = { kernelHeight: 3, kernelWidth: 3, strideY: 1, strideX: 1 };
  const images = { batch: draw.between(1, 3), height: draw.between(7, 19), width: draw.between(7, 19) };
  const channels = draw.oneOf([8, 12, 16, 32, 64]);
  const filters = draw.oneOf([8, 16, 20, 32, 64]);
  return withPadding(draw, {
    ...images,
    ...window,
    padding: draw.oneOf(['same', 'valid']),
    channels,
    filters,
  });
}

const noZeros = { top: 0, bottom: 0, left: 0, right: 0 };

/** Adds any zeros around the images instead of `same` or `valid`, now and then. */
function withPadding(draw: Draw, sizes: Windows & { channels: number; filters: number }): Convolution {
  if (draw.between(0, 3) > 0) return { ...sizes, ...noZeros };
  const [tallest, widest] = [sizes.kernelHeight - 1, sizes.kernelWidth - 1];
  return {
    ...sizes,
    padding: 'given',
    top: draw.between(0, tallest),
    bottom: draw.between(0, tallest),
    left: draw.between(0, widest),
    right: draw.between(0, widest),
  };
}

const imagesOf = ({ batch, height, width, channels }: Convolution): number[] => {
  return [batch, height, width, channels];
};
const filtersOf = ({ kernelHeight, kernelWidth, channels, filters }: Convolution): number[] => {
  return [kernelHeight, kernelWidth, channels, filters];
};
const outputOf = (sizes: Convolution): number[] => {
  const [rows, columns] = placed(sizes);
  return [sizes.batch, rows.count, columns.count, sizes.filters];
};

function windowOf({ strideY, strideX, padding, top, bottom, left, right }: Convolution): Conv2dWindow {
  const zeros: Conv2dPadding = [
    [top, bottom],
    [left, right],
  ];
  return { strides: [strideY, strideX], padding: padding === 'given' ? zeros : padding };
}

/** The zeros around the images as TensorFlow.js takes them. */
function padsOf(sizes: Convolution): [[number, number], Sides, Sides, [number, number]] {
  const [rows, columns] = placed(sizes);
  return [[0, 0], rows.sides, columns.sides, [0, 0]];
}

type Sides = [before: number, after: number];

function placed(sizes: Convolution): [{ count: number; sides: Sides }, { count: number; sides: Sides }] {
  const { height, width, kernelHeight, kernelWidth, strideY, strideX, padding } = sizes;
  if (padding !== 'given') {
    return [
      placeWindows(height, kernelHeight, strideY, padding),
      placeWindows(width, kernelWidth, strideX, padding),
    ];
  }
  const { top, bottom, left, right } = sizes;
  const rows = placeWindows(height + top + bottom, kernelHeight, strideY, 'valid');
  const columns = placeWindows(width + left + right, kernelWidth, strideX, 'valid');
  return [
    { count: rows.count, sides: [top, bottom] },
    { count: columns.count, sides: [left, right] },
  ];
}

/** What the three ops' cases differ in from shape to shape. */
interface Variation {
  readonly variation?: string;
  readonly sizes: (draw: Draw) => Convolution;
  readonly tolerance?: number;
}

const forward = (variation: Variation, nonFinite: readonly 'x'[] = []): Case =>
  defineCase(conv2d, {
    ...variation,
    sizes: (draw) => ({
      ...variation.sizes(draw),
      bias: draw.oneOf([false, true]),
      activation: draw.oneOf(['linear', 'relu']),
    }),
    attributes: (sizes) => ({ ...windowOf(sizes), activation: sizes.activation }),
    inputs: (sizes, contents) => ({
      x: contents.normal(imagesOf(sizes)),
      w: contents.normal(filtersOf(sizes)),
      bias: sizes.bias ? contents.normal([sizes.filters]) : undefined,
    }),
    tensorflow: ({ x, w, bias }, { strides, activation }, sizes) => {
      const product = tf.conv2d(x, w, [...strides], padsOf(sizes));
      const sum = bias ? tf.add(product, bias) : product;
      return { y: activation === 'relu' ? tf.relu(sum) : sum };
    },
    magnitude: ({ kernelHeight, kernelWidth, channels }) => Math.sqrt(kernelHeight * kernelWidth * channels),
    nonFinite,
  });

const inputGradient = (variation: Variation): Case =>
  defineCase(conv2dInputGradient, {
    ...variation,
    attributes: (sizes) => ({ ...windowOf(sizes), inputShape: imagesOf(sizes) }),
    inputs: (sizes, contents) => ({
      dy: contents.normal(outputOf(sizes)),
      w: contents.normal(filtersOf(sizes)),
    }),
    tensorflow: ({ dy, w }, { strides }, sizes) => ({
      dx: tf.conv2dTranspose(dy, w, imagesOf(sizes) as never, [...strides], padsOf(sizes)),
    }),
    magnitude: ({ kernelHeight, kernelWidth, filters, strideY, strideX }) =>
      Math.sqrt((kernelHeight * kernelWidth * filters) / (strideY * strideX)),
  });

/**
 * TensorFlow.js has no WebAssembly kernel for this gradient. It is a convolution, too: of images that have
 * channels for batch, with dy for filters, dilated by the strides.
 */
const filterGradient = (variation: Variation): Case =>
  defineCase(conv2dFilterGradient, {
    ...variation,
    attributes: (sizes) => ({
      ...windowOf(sizes),
      kernelSize: [sizes.kernelHeight, sizes.kernelWidth] as const,
    }),
    inputs: (sizes, contents) => ({
      x: contents.normal(imagesOf(sizes)),
      dy: contents.normal(outputOf(sizes)),
    }),
    tensorflow: ({ x, dy }, { strides, kernelSize }, sizes) => {
      const images = tf.transpose(tf.pad(x, padsOf(sizes)), [3, 1, 2, 0]) as tf.Tensor4D;
      const filters = tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D;
      const all = tf.conv2d(images, filters, 1, 'valid', 'NHWC', [...strides]);
      return { dw: tf.transpose(tf.slice(all, [0, 0, 0, 0], [-1, ...kernelSize, -1]), [1, 2, 0, 3]) };
    },
    magnitude: (sizes) =>
      Math.sqrt(
        outputOf(sizes)
          .slice(0, 3)
          .reduce((a, b) => a * b, 1),
      ),
  });

const any = { sizes: anySizes };
const pixels = { variation: 'pixels', sizes: pixelSizes };
const winograd = { variation: 'winograd', sizes: winogradSizes, tolerance: 2e-5 };

export const conv2dCase = forward({ ...any, tolerance: 2e-5 });
export const conv2dPixelsCase = forward(pixels);
export const conv2dWinogradCase = forward(winograd);
export const conv2dNonFiniteCase = forward({ variation: 'not-finite', sizes: directSizes }, ['x']);
export const conv2dInputGradientCase = inputGradient({ ...any, tolerance: 2e-5 });
export const conv2dInputGradientPixelsCase = inputGradient(pixels);
export const conv2dInputGradientWinogradCase = inputGradient(winograd);
export const conv2dFilterGradientCase = filterGradient({ ...any, tolerance: 2e-5 });
export const conv2dFilterGradientPixelsCase = filterGradient(pixels);
export const conv2dFilterGradientWinogradCase = filterGradient(winograd);
