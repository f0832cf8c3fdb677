import { show } from '@cnn/layers';
import { ConfigError, exp, log, scale, type Value } from '@cnn/tensor';
import { affine } from './affine.js';
import { type CrossentropyOptions, crossentropyOptions } from './crossentropy.js';

/** What the focal losses have in common. */
export interface FocalOptions extends CrossentropyOptions {
  /** Weight of the loss, which for the binary one is that of the answer yes. From 0 to 1, default 0.25. */
  alpha?: number;
  /** How much less an answer counts that is right already; 0 is the cross-entropy. Default 2. */
  gamma?: number;
}

/** The options, checked. @throws ConfigError for an unusable one */
export function focalOptions(
  loss: string,
  options: FocalOptions,
  further: readonly string[] = [],
): Required<FocalOptions> {
  const common = crossentropyOptions(loss, options, ['alpha', 'gamma', ...further]);
  const { alpha = 0.25, gamma = 2 } = options;
  if (typeof alpha !== 'number' || !(alpha >= 0 && alpha <= 1)) {
    throw new ConfigError(
      `The alpha of ${loss} is ${show(alpha)}; it must be a weight from 0 to 1. Choose one such as 0.25.`,
    );
  }
  if (!Number.isFinite(gamma) || gamma < 0) {
    throw new ConfigError(
      `The gamma of ${loss} is ${show(gamma)}; it must be a finite number, 0 or more. Choose one such as 2.`,
    );
  }
  return { ...common, alpha, gamma };
}

/** The smallest step above 1: what keeps a logarithm finite, and too little to be seen in a loss. */
const TINY = 2 ** -23;

/** (x + 2⁻²³) to the power of gamma, for x from 0 to 1. */
export function focus(x: Value, gamma: number): Value {
  return exp({ x: scale({ x: log({ x: affine(x, 1, TINY) }).y }, gamma).y }).y;
}
