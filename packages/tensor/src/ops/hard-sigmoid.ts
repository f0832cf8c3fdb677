import { defineActivation } from './activation.js';

const ramp = (x: number): number => Math.min(Math.max(x + 3, 0), 6) / 6;
const inside = (x: number): boolean => Math.abs(x) < 3;

/** y = (x + 3) / 6, but at least 0 and at most 1: a sigmoid of three straight lines. NaN stays NaN. */
export const [hardSigmoid, hardSigmoidGrad] = defineActivation('hardSigmoid', {
  value: ramp,
  slope: (x) => (inside(x) ? 1 / 6 : 0),
});

/**
 * y = x · hardSigmoid(x), also known as hard swish. Howard et al., "Searching for MobileNetV3", ICCV 2019.
 */
export const [hardSilu, hardSiluGrad] = defineActivation('hardSilu', {
  value: (x) => x * ramp(x),
  slope: (x) => ramp(x) + (inside(x) ? x / 6 : 0),
});
