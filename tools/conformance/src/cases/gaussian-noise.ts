import { gaussianNoise } from '@cnn/tensor';
import { defineCase } from '../case.ts';

/** TensorFlow.js adds other noise: its random numbers are its own. */
export const gaussianNoiseCase = defineCase(gaussianNoise, {
  sizes: (draw) => ({
    length: draw.length(),
    deviation: draw.oneOf([0, 0.1, 1]),
    salt: draw.between(0, 1000),
  }),
  attributes: ({ deviation, salt }) => ({ deviation, salt }),
  inputs: ({ length }, contents) => ({
    x: contents.normal([length]),
    key: contents.integers([2], -(2 ** 31), 2 ** 31 - 1),
  }),
  magnitude: () => 1,
  nonFinite: ['x'],
});
