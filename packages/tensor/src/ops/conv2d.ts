import { defineOp, type NdArray, type Op, type Value } from '../graph.js';
import { biasGradient } from './bias.js';
import {
  type Conv2dAttributes,
  type Conv2dFilterGradientAttributes,
  type Conv2dGeometry,
  type Conv2dInputGradientAttributes,
  conv2dGeometry,
  convolvedShape,
  expectConvolved,
  filterShape,
} from './conv2d-geometry.js';
import { emitConvolution, emitFilterGradient, emitInputGradient } from './conv2d-lowering.js';
import { finishSums, forEachProduct } from './conv2d-products.js';
import { expectAxes, expectDtype, expectShape } from './expect.js';
import { reluGrad } from './relu.js';

export interface Conv2dInputs {
  readonly x: Value;
  readonly w: Value;
  readonly bias?: Value | undefined;
}

/**
 * y[n, i, j, f] = activation(Σ x[n, i·strideY + ky·dilationY − padTop, j·strideX + kx·dilationX − padLeft, c]
 * · w[ky, kx, c, f] + bias[f]), with zeros outside of x. Shapes: x [batch, height, width, channels],
 * w [kernelHeight, kernelWidth, channels, filters], bias [filters] → y [batch, outHeight, outWidth, filters].
 * With `groups`, each group of filters sees its own group of channels, and w is
 * [kernelHeight, kernelWidth, channels / groups, filters]. Krizhevsky, Sutskever and Hinton, "ImageNet
 * classification with deep convolutional neural networks", NIPS 2012.
 * (A cross-correlation, strictly, as in every framework: the filters are not flipped.)
 * @throws ShapeError when shapes do not fit or a window is larger than the padded image.
 */
export const conv2d: Op<Conv2dInputs, Conv2dAttributes, 'y'> = defineOp('conv2d', {
  infer: ({ x, w, bias }, attributes) => {
    expectDtype('conv2d', 'f32', bias ? { x, w, bias } : { x, w });
    const geometry = conv2dGeometry('conv2d', x.shape, w.shape, attributes);
    if (bias) expectShape('conv2d', 'bias', bias.shape, 'w', [geometry.filters]);
    return { y: { shape: convolvedShape(geometry), dtype: 'f32' } };
  },

  reference: ({ x, w, bias }, attributes, { y }) => {
    const geometry = conv2dGeometry('conv2d', x.shape, w.shape, attributes);
    forEachProduct(geometry, (inX, inW, inY) => {
      y.data[inY]! += x.data[inX]! * w.data[inW]!;
    });
    finishSums(y, bias, attributes.activation);
  },

  grad: ({ x, w, bias, y }, dy, { activation, ...window }) => {
    const dz = activation === 'relu' ? reluGrad({ y, dy }).dx : dy;
    const kernelSize = [w.shape[0]!, w.shape[1]!] as const;
    return {
      x: conv2dInputGradient({ dy: dz, w }, { ...window, inputShape: x.shape }).dx,
      w: conv2dFilterGradient({ x, dy: dz }, { ...window, kernelSize }).dw,
      ...(bias && { bias: biasGradient({ dy: dz }).db }),
    };
  },

  lower: ({ x, w, bias = null, y }, attributes, tape) => {
    const geometry = conv2dGeometry('conv2d', x.shape, w.shape, attributes);
    emitConvolution(tape, { x, w, bias, y }, geometry, attributes.activation ?? 'linear');
  },
});

/**
 * The gradient of a convolution's input, dx[n, i·strideY + ky·dilationY − padTop, …, c] = Σ dy[n, i, j, f] · w[ky, kx, c, f]:
 * also known as transposed convolution. Shapes: dy [batch, outHeight, outWidth, filters],
 * w [kernelHeight, kernelWidth, channels / groups, filters] → dx `inputShape`.
 * @throws ShapeError when dy is not what a convolution of `inputShape` gives.
 */
export const conv2dInputGradient: Op<{ dy: Value; w: Value }, Conv2dInputGradientAttributes, 'dx'> = defineOp(
  'conv2dInputGradient',
  {
    infer: ({ dy, w }, attributes) => {
      expectDtype('conv2dInputGradient', 'f32', { dy, w });
      const { inputShape } = attributes;
      const geometry = conv2dGeometry('conv2dInputGradient', inputShape, w.shape, attributes);
      expectConvolved('conv2dInputGradient', 'dy', dy.shape, geometry);
      return { dx: { shape: inputShape, dtype: 'f32' } };
    },

    reference: ({ dy, w }, attributes, { dx }) => {
      const geometry = conv2dGeometry('conv2dInputGradient', dx.shape, w.shape, attributes);
      forEachProduct(geometry, (inX, inW, inY) => {
        dx.data[inX]! += dy.data[inY]! * w.data[inW]!;
      });
    },

    grad: ({ dy, w }, ddx, { inputShape: _, ...window }) => ({
      dy: conv2d({ x: ddx, w }, window).y,
      w: conv2dFilterGradient({ x: ddx, dy }, { ...window, kernelSize: [w.shape[0]!, w.shape[1]!] }).dw,
    }),

    lower: ({ dy, w, dx }, attributes, tape) => {
      const geometry = conv2dGeometry('conv2dInputGradient', dx.shape, w.shape, attributes);
      emitInputGradient(tape, { dy, w, dx }, geometry);
    },
  },
);

/**
 * The gradient of a convolution's filters, dw[ky, kx, c, f] =
 * Σ x[n, i·strideY + ky·dilationY − padTop, …, c] · dy[n, i, j, f].
 * Shapes: x [batch, height, width, channels], dy [batch, outHeight, outWidth, filters]
 * → dw [kernelHeight, kernelWidth, channels / groups, filters].
 * @throws ShapeError when dy is not what a convolution of x with filters of `kernelSize` gives.
 */
export const conv2dFilterGradient: Op<{ x: Value; dy: Value }, Conv2dFilterGradientAttributes, 'dw'> =
  defineOp('conv2dFilterGradient', {
    infer: ({ x, dy }, attributes) => {
      expectDtype('conv2dFilterGradient', 'f32', { x, dy });
      const geometry = filterGradientGeometry(x, dy, attributes);
      expectConvolved('conv2dFilterGradient', 'dy', dy.shape, geometry);
      return { dw: { shape: filterShape(geometry), dtype: 'f32' } };
    },

    reference: ({ x, dy }, attributes, { dw }) => {
      forEachProduct(filterGradientGeometry(x, dy, attributes), (inX, inW, inY) => {
        dw.data[inW]! += x.data[inX]! * dy.data[inY]!;
      });
    },

    grad: ({ x, dy }, ddw, { kernelSize: _, ...window }) => ({
      x: conv2dInputGradient({ dy, w: ddw }, { ...window, inputShape: x.shape }).dx,
      dy: conv2d({ x, w: ddw }, window).y,
    }),

    lower: ({ x, dy, dw }, attributes, tape) => {
      emitFilterGradient(tape, { x, dy, dw }, filterGradientGeometry(x, dy, attributes));
    },
  });

function filterGradientGeometry(
  x: Value | NdArray,
  dy: Value | NdArray,
  attributes: Conv2dFilterGradientAttributes,
): Conv2dGeometry {
  expectAxes('conv2dFilterGradient', 'x', x.shape, '[batch, height, width, channels]', 4);
  expectAxes('conv2dFilterGradient', 'dy', dy.shape, '[batch, outHeight, outWidth, filters]', 4);
  const depth = x.shape[3]! / (attributes.groups ?? 1);
  const filters = [...attributes.kernelSize, depth, dy.shape[3]!];
  return conv2dGeometry('conv2dFilterGradient', x.shape, filters, attributes);
}
