import { ShapeError } from '../errors.js';
import { defineOp, type NdArray, type Op, type Value } from '../graph.js';
import { formatShape, type Shape } from '../shape.js';
import { biasGradient } from './bias.js';
import type { Conv2dInputs } from './conv2d.js';
import {
  type Conv2dGeometry,
  type Conv2dWindow,
  conv2dGeometry,
  convolvedShape,
  expectConvolved,
  type FusedActivation,
} from './conv2d-geometry.js';
import { emitConvolution, emitFilterGradient, emitInputGradient } from './conv2d-lowering.js';
import { finishSums, forEachProduct } from './conv2d-products.js';
import { expectAxes, expectDtype, expectShape } from './expect.js';
import { reluGrad } from './relu.js';

export interface DepthwiseConv2dAttributes extends Conv2dWindow {
  /** Default `linear`. */
  readonly activation?: FusedActivation;
}

export interface DepthwiseInputGradientAttributes extends Conv2dWindow {
  /** Shape of the convolution's input, `[batch, height, width, channels]`. */
  readonly inputShape: Shape;
}

export interface DepthwiseFilterGradientAttributes extends Conv2dWindow {
  /** Height and width of the filters. */
  readonly kernelSize: readonly [number, number];
}

/**
 * Convolves each channel by itself, with `multiplier` filters of its own:
 * y[n, i, j, c·multiplier + m] = activation(Σ x[n, i·strideY + ky·dilationY − padTop, j·strideX + kx·dilationX
 * − padLeft, c] · w[ky, kx, c, m] + bias[c·multiplier + m]), with zeros outside of x.
 * Shapes: x [batch, height, width, channels], w [kernelHeight, kernelWidth, channels, multiplier],
 * bias [channels·multiplier] → y [batch, outHeight, outWidth, channels·multiplier].
 * Howard et al., "MobileNets: efficient convolutional neural networks for mobile vision applications", 2017.
 * @throws ShapeError when shapes do not fit or a window is larger than the padded image.
 */
export const depthwiseConv2d: Op<Conv2dInputs, DepthwiseConv2dAttributes, 'y'> = defineOp('depthwiseConv2d', {
  infer: ({ x, w, bias }, attributes) => {
    expectDtype('depthwiseConv2d', 'f32', bias ? { x, w, bias } : { x, w });
    const geometry = depthwiseGeometry('depthwiseConv2d', x.shape, w.shape, attributes);
    if (bias) expectShape('depthwiseConv2d', 'bias', bias.shape, 'w', [geometry.filters]);
    return { y: { shape: convolvedShape(geometry), dtype: 'f32' } };
  },

  reference: ({ x, w, bias }, attributes, { y }) => {
    const geometry = depthwiseGeometry('depthwiseConv2d', x.shape, w.shape, attributes);
    forEachProduct(geometry, (inX, inW, inY) => {
      y.data[inY]! += x.data[inX]! * w.data[inW]!;
    });
    finishSums(y, bias, attributes.activation);
  },

  grad: ({ x, w, bias, y }, dy, { activation, ...window }) => {
    const dz = activation === 'relu' ? reluGrad({ y, dy }).dx : dy;
    const kernelSize = [w.shape[0]!, w.shape[1]!] as const;
    return {
      x: depthwiseConv2dInputGradient({ dy: dz, w }, { ...window, inputShape: x.shape }).dx,
      w: depthwiseConv2dFilterGradient({ x, dy: dz }, { ...window, kernelSize }).dw,
      ...(bias && { bias: biasGradient({ dy: dz }).db }),
    };
  },

  lower: ({ x, w, bias = null, y }, attributes, tape) => {
    const geometry = depthwiseGeometry('depthwiseConv2d', x.shape, w.shape, attributes);
    emitConvolution(tape, { x, w, bias, y }, geometry, attributes.activation ?? 'linear');
  },
});

/**
 * The gradient of a depthwise convolution's input. Shapes: dy [batch, outHeight, outWidth, channels·multiplier],
 * w [kernelHeight, kernelWidth, channels, multiplier] → dx `inputShape`.
 * @throws ShapeError when dy is not what a depthwise convolution of `inputShape` gives.
 */
export const depthwiseConv2dInputGradient: Op<
  { dy: Value; w: Value },
  DepthwiseInputGradientAttributes,
  'dx'
> = defineOp('depthwiseConv2dInputGradient', {
  infer: ({ dy, w }, attributes) => {
    expectDtype('depthwiseConv2dInputGradient', 'f32', { dy, w });
    const { inputShape } = attributes;
    const geometry = depthwiseGeometry('depthwiseConv2dInputGradient', inputShape, w.shape, attributes);
    expectConvolved('depthwiseConv2dInputGradient', 'dy', dy.shape, geometry);
    return { dx: { shape: inputShape, dtype: 'f32' } };
  },

  reference: ({ dy, w }, attributes, { dx }) => {
    const geometry = depthwiseGeometry('depthwiseConv2dInputGradient', dx.shape, w.shape, attributes);
    forEachProduct(geometry, (inX, inW, inY) => {
      dx.data[inX]! += dy.data[inY]! * w.data[inW]!;
    });
  },

  grad: ({ dy, w }, ddx, { inputShape: _, ...window }) => {
    const kernelSize = [w.shape[0]!, w.shape[1]!] as const;
    return {
      dy: depthwiseConv2d({ x: ddx, w }, window).y,
      w: depthwiseConv2dFilterGradient({ x: ddx, dy }, { ...window, kernelSize }).dw,
    };
  },

  lower: ({ dy, w, dx }, attributes, tape) => {
    const geometry = depthwiseGeometry('depthwiseConv2dInputGradient', dx.shape, w.shape, attributes);
    emitInputGradient(tape, { dy, w, dx }, geometry);
  },
});

/**
 * The gradient of a depthwise convolution's filters. Shapes: x [batch, height, width, channels],
 * dy [batch, outHeight, outWidth, channels·multiplier] → dw [kernelHeight, kernelWidth, channels, multiplier].
 * @throws ShapeError when dy is not what a depthwise convolution of x with filters of `kernelSize` gives.
 */
export const depthwiseConv2dFilterGradient: Op<
  { x: Value; dy: Value },
  DepthwiseFilterGradientAttributes,
  'dw'
> = defineOp('depthwiseConv2dFilterGradient', {
  infer: ({ x, dy }, attributes) => {
    expectDtype('depthwiseConv2dFilterGradient', 'f32', { x, dy });
    const shape = filterShape(x, dy, attributes);
    const geometry = depthwiseGeometry('depthwiseConv2dFilterGradient', x.shape, shape, attributes);
    expectConvolved('depthwiseConv2dFilterGradient', 'dy', dy.shape, geometry);
    return { dw: { shape, dtype: 'f32' } };
  },

  reference: ({ x, dy }, attributes, { dw }) => {
    const geometry = depthwiseGeometry('depthwiseConv2dFilterGradient', x.shape, dw.shape, attributes);
    forEachProduct(geometry, (inX, inW, inY) => {
      dw.data[inW]! += x.data[inX]! * dy.data[inY]!;
    });
  },

  grad: ({ x, dy }, ddw, { kernelSize: _, ...window }) => ({
    x: depthwiseConv2dInputGradient({ dy, w: ddw }, { ...window, inputShape: x.shape }).dx,
    dy: depthwiseConv2d({ x, w: ddw }, window).y,
  }),

  lower: ({ x, dy, dw }, attributes, tape) => {
    const geometry = depthwiseGeometry('depthwiseConv2dFilterGradient', x.shape, dw.shape, attributes);
    emitFilterGradient(tape, { x, dy, dw }, geometry);
  },
});

/**
 * A depthwise convolution is one with a group for each channel: w [kernelHeight, kernelWidth, channels,
 * multiplier] and [kernelHeight, kernelWidth, 1, channels·multiplier] are the same elements in the same order.
 */
function depthwiseGeometry(op: string, x: Shape, w: Shape, window: Conv2dWindow): Conv2dGeometry {
  expectAxes(op, 'x', x, '[batch, height, width, channels]', 4);
  expectAxes(op, 'w', w, '[kernelHeight, kernelWidth, channels, multiplier]', 4);
  const [kernelHeight, kernelWidth, depth, multiplier] = w as readonly [number, number, number, number];
  const channels = x[3]!;
  if (depth !== channels) {
    throw new ShapeError(
      `${op}: the images x ${formatShape(x)} have ${channels} channels, but the filters w ${formatShape(w)} are made for ${depth}. Use filters of shape ${formatShape([kernelHeight, kernelWidth, channels, multiplier])}, or images with ${depth} channels.`,
    );
  }
  const grouped = [kernelHeight, kernelWidth, 1, channels * multiplier];
  return conv2dGeometry(op, x, grouped, { ...window, groups: channels });
}

function filterShape(
  x: Value | NdArray,
  dy: Value | NdArray,
  { kernelSize }: DepthwiseFilterGradientAttributes,
): Shape {
  const op = 'depthwiseConv2dFilterGradient';
  expectAxes(op, 'x', x.shape, '[batch, height, width, channels]', 4);
  expectAxes(op, 'dy', dy.shape, '[batch, outHeight, outWidth, channels·multiplier]', 4);
  const [channels, filters] = [x.shape[3]!, dy.shape[3]!];
  if (filters % channels === 0) return [...kernelSize, channels, filters / channels];
  throw new ShapeError(
    `${op} got 'dy' of shape ${formatShape(dy.shape)} for images of ${channels} channels; its channels must be a multiple of these. Pass the gradient of a depthwise convolution's output.`,
  );
}
