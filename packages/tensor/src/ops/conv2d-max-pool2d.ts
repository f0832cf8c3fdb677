import { defineOp, type NdArray, type Op } from '../graph.js';
import { biasGradient } from './bias.js';
import { type Conv2dInputs, conv2d, conv2dFilterGradient, conv2dInputGradient } from './conv2d.js';
import { filterGradientAlgorithm } from './conv2d-algorithm.js';
import { type Conv2dAttributes, conv2dGeometry, convolvedShape, pooledAway } from './conv2d-geometry.js';
import { emitConvolution } from './conv2d-lowering.js';
import { conv2dMaxPool2dFilterGradient, winnersPay } from './conv2d-max-pool2d-filter-gradient.js';
import { maxPool2d, maxUnpool2d } from './max-pool2d.js';
import type { PoolWindow } from './pool-geometry.js';
import { reluGrad } from './relu.js';

/** The windows that can follow a convolution at once: 2 × 2 cells side by side, without padding. */
const halving: PoolWindow = { poolSize: [2, 2], strides: [2, 2], padding: 'valid' };

/** As for conv2d, without dilation or groups. */
export type Conv2dMaxPool2dAttributes = Omit<Conv2dAttributes, 'dilations' | 'groups'>;

/**
 * y = maxPool2d(conv2d(x, w, bias)) with windows of 2 × 2 pixels, and their winners. Shapes: x [batch, height,
 * width, channels], w [kernelHeight, kernelWidth, channels, filters], bias [filters] → y and winner
 * [batch, ⌊outHeight / 2⌋, ⌊outWidth / 2⌋, filters]. The pixels that are pooled away never reach memory, and
 * gradients skip over them.
 * @throws ShapeError when shapes do not fit or a window is larger than its image
 */
export const conv2dMaxPool2d: Op<Conv2dInputs, Conv2dMaxPool2dAttributes, 'y' | 'winner'> = defineOp(
  'conv2dMaxPool2d',
  {
    infer: (inputs, attributes) => {
      const { y, winner } = maxPool2d({ x: conv2d(inputs, attributes).y }, halving);
      return { y, winner };
    },

    reference: (inputs, attributes, outputs) => {
      const { x, w } = inputs;
      const shape = convolvedShape(conv2dGeometry('conv2dMaxPool2d', x.shape, w.shape, attributes));
      const convolved: NdArray = { shape, data: new Float64Array(shape.reduce((a, b) => a * b, 1)) };
      conv2d.reference(inputs, attributes, { y: convolved });
      maxPool2d.reference({ x: convolved }, halving, outputs);
    },

    // Each gradient goes to the one pixel that won, so those of the bias and of ReLU need no pixels but these.
    grad: ({ x, w, bias, y, winner }, dy, { strides, padding, activation }) => {
      const won = activation === 'relu' ? reluGrad({ y, dy }).dx : dy;
      const geometry = conv2dGeometry('conv2dMaxPool2d', x.shape, w.shape, { strides, padding });
      const inputShape = convolvedShape(geometry);
      const dz = maxUnpool2d({ dy: won, winner }, { ...halving, inputShape }).dx;
      const dx = conv2dInputGradient({ dy: dz, w }, { strides, padding, inputShape: x.shape }).dx;
      const window = { strides, padding, kernelSize: [w.shape[0]!, w.shape[1]!] } as const;
      if (filterGradientAlgorithm(geometry, false) === 'direct' && winnersPay(geometry)) {
        const mask = activation === 'relu' ? y : undefined;
        const { dw, db } = conv2dMaxPool2dFilterGradient({ x, dy, winner, y: mask }, window);
        return { x: dx, w: dw, ...(bias && { bias: db }) };
      }
      const { dw } = conv2dFilterGradient({ x, dy: dz }, window);
      return { x: dx, w: dw, ...(bias && { bias: biasGradient({ dy: won }).db }) };
    },

    lower: ({ x, w, bias = null, y, winner }, attributes, tape) => {
      const geometry = pooledAway(conv2dGeometry('conv2dMaxPool2d', x.shape, w.shape, attributes));
      const { activation = 'linear' } = attributes;
      const pooling = { winner: tape.isRead(winner) ? winner : null };
      emitConvolution(tape, { x, w, bias, y, pooling }, geometry, activation);
    },
  },
);
