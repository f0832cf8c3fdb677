import { defineActivation } from './activation.js';
import { normalDensity, normalDistribution } from './normal-distribution.js';

/**
 * y = x · Φ(x), Φ being the distribution function of the normal distribution. Hendrycks and Gimpel, "Gaussian
 * error linear units (GELUs)", 2016.
 */
export const [gelu, geluGrad] = defineActivation('gelu', {
  value: (x) => x * normalDistribution(x),
  slope: (x) => normalDistribution(x) + x * normalDensity(x),
});

const inner = (x: number): number => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

/** The approximation of `gelu` that many published networks use: y = x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2. */
export const [geluTanh, geluTanhGrad] = defineActivation('geluTanh', {
  value: (x) => x / (1 + Math.exp(-2 * inner(x))),
  slope: (x) => {
    const share = 1 / (1 + Math.exp(-2 * inner(x)));
    const steepness = 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x ** 2);
    return share + x * share * (1 - share) * steepness;
  },
});
