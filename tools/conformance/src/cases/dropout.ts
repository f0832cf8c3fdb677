import { dropout } from '@cnn/tensor';
import { defineCase } from '../case.ts';

/** TensorFlow.js drops other elements: its random numbers are its own. */
export const dropoutCase = defineCase(dropout, {
  sizes: (draw) => ({
    length: draw.length(),
    rate: draw.oneOf([0, 0.1, 0.5, 0.9]),
    salt: draw.between(0, 1000),
  }),
  attributes: ({ rate, salt }) => ({ rate, salt }),
  inputs: ({ length }, contents) => ({
    x: contents.normal([length]),
    key: contents.integers([2], -(2 ** 31), 2 ** 31 - 1),
  }),
  nonFinite: ['x'],
  ulps: 1.5,
});
