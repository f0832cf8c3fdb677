import { ShapeError } from '../errors.js';
import { defineOp, type Op } from '../graph.js';
import { formatShape, type Shape } from '../shape.js';
import { biasGradient } from './bias.js';
import { type Conv2dInputs, conv2d, conv2dFilterGradient } from './conv2d.js';
import {
  type Conv2dGeometry,
  type Conv2dWindow,
  conv2dGeometry,
  type FusedActivation,
} from './conv2d-geometry.js';
import { emitTransposedConvolution } from './conv2d-lowering.js';
import { finishSums, forEachProduct } from './conv2d-products.js';
import { expectAxes, expectDtype, expectShape } from './expect.js';
import { reluGrad } from './relu.js';
import { type TransposedOutput, transposedOutput } from './transposed-window.js';
import type { Padding } from './window.js';

export interface Conv2dTransposeAttributes extends Conv2dWindow {
  readonly padding: Padding;
  /**
   * Rows and columns added at the bottom and to the right, fewer than the strides. Left out, outputs are
   * size · stride long with `same`, and as long as windows reach with `valid`.
   */
  readonly outputPadding?: readonly [number, number] | undefined;
  /** Default `linear`. */
  readonly activation?: FusedActivation;
}

/**
 * The convolution backwards, which makes images larger: every input pixel adds its multiple of the filters to the
 * output. y is what the gradient of a convolution's input is for x as gradient of its output, plus bias.
 * Shapes: x [batch, height, width, channels], w [kernelHeight, kernelWidth, filters, channels], bias [filters]
 * → y [batch, outHeight, outWidth, filters], sizes as in Keras (`transposedOutput`).
 * Zeiler, Krishnan, Taylor and Fergus, "Deconvolutional networks", CVPR 2010.
 * @throws ShapeError when shapes do not fit; ConfigError for unusable options.
 */
export const conv2dTranspose: Op<Conv2dInputs, Conv2dTransposeAttributes, 'y'> = defineOp('conv2dTranspose', {
  infer: ({ x, w, bias }, attributes) => {
    expectDtype('conv2dTranspose', 'f32', bias ? { x, w, bias } : { x, w });
    const { images, xHeight, xWidth, channels } = transposedGeometry(x.shape, w.shape, attributes);
    if (bias) expectShape('conv2dTranspose', 'bias', bias.shape, 'w', [channels]);
    return { y: { shape: [images, xHeight, xWidth, channels], dtype: 'f32' } };
  },

  reference: ({ x, w, bias }, attributes, { y }) => {
    const geometry = transposedGeometry(x.shape, w.shape, attributes);
    forEachProduct(geometry, (inY, inW, inX) => {
      y.data[inY]! += x.data[inX]! * w.data[inW]!;
    });
    finishSums(y, bias, attributes.activation);
  },

  grad: ({ x, w, bias, y }, dy, attributes) => {
    const dz = attributes.activation === 'relu' ? reluGrad({ y, dy }).dx : dy;
    const window = convolutionWindow(x.shape, w.shape, attributes);
    const kernelSize = [w.shape[0]!, w.shape[1]!] as const;
    return {
      x: conv2d({ x: dz, w }, window).y,
      w: conv2dFilterGradient({ x: dz, dy: x }, { ...window, kernelSize }).dw,
      ...(bias && { bias: biasGradient({ dy: dz }).db }),
    };
  },

  lower: ({ x, w, bias = null, y }, attributes, tape) => {
    const geometry = transposedGeometry(x.shape, w.shape, attributes);
    emitTransposedConvolution(tape, { x, w, bias, y }, geometry, attributes.activation ?? 'linear');
  },
});

/** The window of the convolution backwards, padding in cells. */
function convolutionWindow(
  x: Shape,
  w: Shape,
  { strides, padding, dilations = [1, 1], outputPadding }: Conv2dTransposeAttributes,
): Conv2dWindow & { readonly outputSize: readonly [number, number] } {
  const [vertical, horizontal] = ([0, 1] as const).map((axis) =>
    transposedOutput(x[axis + 1]!, w[axis]!, strides[axis], padding, dilations[axis], outputPadding?.[axis]),
  ) as [TransposedOutput, TransposedOutput];
  return {
    strides,
    dilations,
    padding: [
      [vertical.before, vertical.after],
      [horizontal.before, horizontal.after],
    ],
    outputSize: [vertical.size, horizontal.size],
  };
}

/** The convolution backwards: its input is y, its output x. */
function transposedGeometry(x: Shape, w: Shape, attributes: Conv2dTransposeAttributes): Conv2dGeometry {
  const op = 'conv2dTranspose';
  expectAxes(op, 'x', x, '[batch, height, width, channels]', 4);
  expectAxes(op, 'w', w, '[kernelHeight, kernelWidth, filters, channels]', 4);
  if (w[3] !== x[3]) {
    throw new ShapeError(
      `${op}: the images x ${formatShape(x)} have ${x[3]} channels, but the filters w ${formatShape(w)} are made for ${w[3]}. Use filters of shape ${formatShape([...w.slice(0, 3), x[3]!])}, or images with ${w[3]} channels.`,
    );
  }
  const { outputSize, ...window } = convolutionWindow(x, w, attributes);
  return conv2dGeometry(op, [x[0]!, ...outputSize, w[2]!], w, window);
}
