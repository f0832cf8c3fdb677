import { rescale } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';

export const rescaleCase = defineCase(rescale, {
  sizes: (draw) => ({
    pixels: draw.oneOf([draw.between(1, 200), draw.between(2000, 9000)]),
    channels: draw.oneOf([1, 2, 3, 4, 5, 32, 65]),
    bytes: draw.oneOf([true, false]),
    perChannel: draw.oneOf([true, false]),
  }),
  inputs: ({ pixels, channels, bytes, perChannel }, contents) => ({
    x: bytes ? contents.bytes([pixels, channels]) : contents.normal([pixels, channels]),
    scale: contents.uniform([perChannel ? channels : 1], 0.5, 2),
    offset: contents.uniform([perChannel ? channels : 1], -1, 1),
  }),
  tensorflow: ({ x, scale, offset }) => ({ y: tf.add(tf.mul(tf.cast(x, 'float32'), scale), offset) }),
  magnitude: () => 1,
});
