import { ConfigError, clipByNorm, clipByValue, type Range, sumOfSquares, type Value } from '@cnn/tensor';
import { checkPositive } from '../numbers.js';
import { weightPlaces } from './weight-places.js';

/** How large gradients may be; one of these at most. */
export interface GradientClippingOptions {
  /** The longest that the gradient of each weight may be, as a vector. Default: any. */
  clipnorm?: number;
  /** The longest that the gradients of all weights together may be. Default: any. */
  globalClipnorm?: number;
  /** The largest that each number of a gradient may be, up or down. Default: any. */
  clipvalue?: number;
}

const kinds = ['clipnorm', 'globalClipnorm', 'clipvalue'] as const;

/** @throws ConfigError for more than one, or one that is not above 0 */
export function checkClipping(optimizer: string, options: GradientClippingOptions): void {
  const given = kinds.filter((kind) => options[kind] !== undefined);
  for (const kind of given) checkPositive(`The ${kind} of ${optimizer}`, options[kind]!);
  if (given.length < 2) return;
  throw new ConfigError(
    `${optimizer} was given ${given.join(' and ')}; gradients are clipped in one way at most. Keep one of them.`,
  );
}

/** The gradients, cut to what is allowed, of these parameters. */
export function clipped(options: GradientClippingOptions, parameters: Value, gradients: Value): Value {
  const { clipnorm, globalClipnorm, clipvalue } = options;
  if (clipvalue !== undefined) return clipByValue({ gradients }, clipvalue).newGradients;
  if (globalClipnorm !== undefined) {
    return clippedWithin({ origin: 0, length: gradients.shape[0]! }, globalClipnorm, gradients);
  }
  if (clipnorm === undefined) return gradients;
  return weightPlaces(parameters).reduce((all, range) => clippedWithin(range, clipnorm, all), gradients);
}

function clippedWithin({ origin, length }: Range, most: number, gradients: Value): Value {
  const squares = sumOfSquares({ x: gradients }, { origin, length }).y;
  return clipByNorm({ gradients, squares }, { origin, length, most }).newGradients;
}
