import {
  globalAvgPool2d,
  globalAvgPool2dGrad,
  globalMaxPool2d,
  globalMaxPool2dGrad,
  type Shape,
  type Value,
} from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';
import type { Draw } from '../draw.ts';

interface Images {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

const sizes = (draw: Draw): Images => ({
  batch: draw.between(1, 4),
  height: draw.between(1, 20),
  width: draw.between(1, 20),
  channels: draw.oneOf([1, 3, 4, 21, 64, 300]),
});

const shapeOf = ({ batch, height, width, channels }: Images): Shape => [batch, height, width, channels];

export const globalAvgPool2dCase = defineCase(globalAvgPool2d, {
  sizes,
  inputs: (sizes, contents) => ({ x: contents.normal(shapeOf(sizes)) }),
  tensorflow: ({ x }) => ({ y: tf.mean(x, [1, 2]) }),
  magnitude: ({ height, width }) => 1 / Math.sqrt(height * width),
  nonFinite: ['x'],
});

export const globalAvgPool2dGradCase = defineCase(globalAvgPool2dGrad, {
  sizes,
  attributes: shapeOf,
  inputs: ({ batch, channels }, contents) => ({ dy: contents.normal([batch, channels]) }),
  tensorflow: ({ dy }, shape) => {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const one = tf.div(tf.reshape(dy, [batch, 1, 1, channels]), height * width);
    return { dx: tf.tile(one, [1, height, width, 1]) };
  },
  nonFinite: ['dy'],
});

export const globalMaxPool2dCase = defineCase(globalMaxPool2d, {
  sizes,
  inputs: (sizes, contents) => ({ x: contents.normal(shapeOf(sizes)) }),
  tensorflow: ({ x }) => ({ y: tf.max(x, [1, 2]) }),
  nonFinite: ['x'],
  ulps: 0,
});

/** A pooling and back: winners are the pooling's own. */
const globalMaxPool2dGradient = Object.assign(
  ({ x, dy }: { x: Value; dy: Value }): { readonly dx: Value } => {
    const { winner } = globalMaxPool2d({ x });
    return globalMaxPool2dGrad({ dy, winner }, x.shape);
  },
  { opName: globalMaxPool2dGrad.opName },
);

export const globalMaxPool2dGradCase = defineCase(globalMaxPool2dGradient, {
  sizes,
  inputs: (sizes, contents) => ({
    x: contents.normal(shapeOf(sizes)),
    dy: contents.normal([sizes.batch, sizes.channels]),
  }),
  tensorflow: ({ x, dy }) => {
    const [batch, , , channels] = x.shape as [number, number, number, number];
    const won = tf.equal(x, tf.max(x, [1, 2], true));
    return { dx: tf.mul(tf.cast(won, 'float32'), tf.reshape(dy, [batch, 1, 1, channels])) };
  },
  ulps: 0,
});
