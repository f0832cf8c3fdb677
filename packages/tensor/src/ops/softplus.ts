import { defineActivation } from './activation.js';

/** y = ln(1 + eˣ), a smooth ReLU. */
export const [softplus, softplusGrad] = defineActivation('softplus', {
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  slope: (x) => 1 / (1 + Math.exp(-x)),
});
