import { defineActivation } from './activation.js';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * y = x · sigmoid(x), also known as swish. Ramachandran, Zoph and Le, "Searching for activation functions", 2017.
 */
export const [silu, siluGrad] = defineActivation('silu', {
  value: (x) => x * sigmoid(x),
  slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
});
