import { avgPool2d, avgPool2dGrad, maxPool2d, maxUnpool2d, type PoolWindow, type Value } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';
import { drawWindows, placeWindows, type Windows } from '../shapes/windows.ts';

type Pooling = Windows & { readonly channels: number };

function sizes(draw: Draw): Pooling {
  const channels = draw.oneOf([1, 3, 4, 5, 32, 65]);
  const windows = drawWindows(draw, 4);
  // Windows of 2 × 2 side by side, as most are, have kernels of their own.
  const halves = { kernelHeight: 2, kernelWidth: 2, strideY: 2, strideX: 2 };
  return draw.oneOf([
    { ...windows, channels },
    { ...windows, ...halves, height: windows.height + 1, width: windows.width + 1, channels },
  ]);
}

const windowOf = ({ kernelHeight, kernelWidth, strideY, strideX, padding }: Pooling): PoolWindow => ({
  poolSize: [kernelHeight, kernelWidth],
  strides: [strideY, strideX],
  padding,
});

const imagesOf = ({ batch, height, width, channels }: Pooling): number[] => [batch, height, width, channels];

function pooledOf({ batch, height, width, channels, padding, ...window }: Pooling): number[] {
  const rows = placeWindows(height, window.kernelHeight, window.strideY, padding).count;
  const columns = placeWindows(width, window.kernelWidth, window.strideX, padding).count;
  return [batch, rows, columns, channels];
}

export const maxPool2dCase = defineCase(maxPool2d, {
  sizes,
  attributes: windowOf,
  inputs: (sizes, contents) => ({ x: contents.normal(imagesOf(sizes)) }),
  tensorflow: ({ x }, { poolSize, strides, padding }) => ({
    y: tf.maxPool(x, [...poolSize], [...strides], padding),
  }),
  nonFinite: ['x'],
  ulps: 0,
});

/** A pooling and back: winners are the pooling's own. */
const maxPool2dGradient = Object.assign(
  ({ x, dy }: { x: Value; dy: Value }, window: PoolWindow): { readonly dx: Value } => {
    const { winner } = maxPool2d({ x }, window);
    return maxUnpool2d({ dy, winner }, { ...window, inputShape: x.shape });
  },
  { opName: maxUnpool2d.opName },
);

/** Of positive numbers: the kernel of TensorFlow.js passes by windows that hold only negative ones. */
export const maxUnpool2dCase = defineCase(maxPool2dGradient, {
  sizes,
  attributes: windowOf,
  inputs: (sizes, contents) => ({
    x: contents.uniform(imagesOf(sizes), 0.5, 2),
    dy: contents.normal(pooledOf(sizes)),
  }),
  tensorflow: ({ x, dy }, { poolSize, strides, padding }) => {
    const output = tf.maxPool(x, [...poolSize], [...strides], padding);
    const attributes = { filterSize: poolSize, strides, pad: padding };
    return { dx: tf.engine().runKernel('MaxPoolGrad', { dy, input: x, output }, attributes as never) };
  },
  magnitude: () => 1,
});

export const avgPool2dCase = defineCase(avgPool2d, {
  sizes,
  attributes: windowOf,
  inputs: (sizes, contents) => ({ x: contents.normal(imagesOf(sizes)) }),
  tensorflow: ({ x }, { poolSize, strides, padding }) => ({
    y: tf.avgPool(x, [...poolSize], [...strides], padding),
  }),
  magnitude: () => 1,
  nonFinite: ['x'],
});

/** TensorFlow.js shares dy out to padding cells, too, which its mean does not count. */
export const avgPool2dGradCase = defineCase(avgPool2dGrad, {
  sizes,
  attributes: (sizes) => ({ ...windowOf(sizes), inputShape: imagesOf(sizes) }),
  inputs: (sizes, contents) => ({ dy: contents.normal(pooledOf(sizes)) }),
  tensorflow: ({ dy }, { poolSize, strides, padding, inputShape }) => {
    if (padding === 'same') return {};
    const attributes = { filterSize: poolSize, strides, pad: padding };
    const input = tf.zeros([...inputShape]);
    return { dx: tf.engine().runKernel('AvgPoolGrad', { dy, input }, attributes as never) };
  },
  magnitude: () => 1,
});
