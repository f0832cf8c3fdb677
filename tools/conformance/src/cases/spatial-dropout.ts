import { spatialDropout } from '@cnn/tensor';
import { defineCase } from '../case.ts';

/** TensorFlow.js drops other channels: its random numbers are its own. */
export const spatialDropoutCase = defineCase(spatialDropout, {
  sizes: (draw) => ({
    batch: draw.between(1, 5),
    pixels: draw.oneOf([draw.between(1, 9), draw.between(100, 2000)]),
    channels: draw.oneOf([1, 2, 3, 5, 16, 65]),
    rate: draw.oneOf([0, 0.1, 0.5, 0.9]),
    salt: draw.between(0, 1000),
  }),
  attributes: ({ rate, salt }) => ({ rate, salt }),
  inputs: ({ batch, pixels, channels }, contents) => ({
    x: contents.normal([batch, pixels, channels]),
    key: contents.integers([2], -(2 ** 31), 2 ** 31 - 1),
  }),
  nonFinite: ['x'],
  ulps: 1.5,
});
