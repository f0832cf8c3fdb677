import { expectKnownOptions } from '@cnn/layers';
import {
  add,
  constant,
  exp,
  globalAvgPool2d,
  log,
  multiply,
  rescale,
  reshape,
  type Shape,
  scale,
  sizeOf,
  tensor,
  type Value,
} from '@cnn/tensor';
import { affine } from './affine.js';
import {
  checkIgnoreClass,
  countedOf,
  countedRows,
  type IgnoreClassOptions,
  labelAccuracy,
} from './ignored-class.js';
import { expectProbabilities } from './logits.js';
import type { Loss } from './loss.js';
import { valuesAccuracy } from './values-accuracy.js';

/**
 * 1 − 2 · Σ p · y / (Σ p + Σ y) for each channel of a sample, the sums taken over its pixels: how far the
 * predicted area p and the true one y are from covering each other. Every channel counts equally, however small
 * its area. Output and y `[batch, …, channels]`: probabilities (after a sigmoid or softmax), and 0 or 1. It is
 * Keras' `Dice(axis=(1, 2))`; the loss of a sample does not depend on the others in its batch. A channel without
 * area in y costs 1, whatever is predicted. Milletari, Navab and Ahmadi, "V-Net", 3DV 2016.
 * @example compile(unet, { loss: 'dice', optimizer: 'adam' })
 */
export function dice(): Loss {
  return {
    name: 'dice',
    targets: 'values',
    build: (output, targets) => {
      expectProbabilities('dice', output, output.shape.at(-1) === 1 ? 'sigmoid' : 'softmax', '');
      return { each: diceLosses(output, targets), predictions: output };
    },
    accuracy: valuesAccuracy,
  };
}

/**
 * {@link dice} for class numbers: output `[batch, …, classes]` after a softmax, y `[batch, …]` (i32 or u8),
 * such as the class of each pixel. Pixels of the `ignoreClass` are of no area, predicted or true; if it is one of the
 * model's classes, its channel counts for nothing.
 * @throws ConfigError for an unusable option
 * @example compile(unet, { loss: 'sparseDice', optimizer: 'adam' })
 */
export function sparseDice(options: IgnoreClassOptions = {}): Loss {
  expectKnownOptions('sparseDice', options, ['ignoreClass']);
  const ignoreClass = checkIgnoreClass('sparseDice', options.ignoreClass);
  return {
    name: 'sparseDice',
    targets: 'labels',
    ...(ignoreClass !== undefined && { ignoreClass }),
    build: (output, labels) => {
      const classes = output.shape.at(-1)!;
      const targets = countedRows(labels, classes, ignoreClass);
      const areas = ignoreClass === undefined ? output : countedOf(output, targets);
      expectProbabilities('sparseDice', output, 'softmax', '');
      const each = diceLosses(areas, targets);
      return { each: withoutChannel(each, ignoreClass), predictions: output };
    },
    accuracy: labelAccuracy,
  };
}

/** The losses of channels without one of them, which counts for nothing in their mean. */
function withoutChannel(each: Value, channel: number | undefined): Value {
  const channels = each.shape.at(-1)!;
  if (channel === undefined || channel < 0 || channel >= channels) return each;
  const shares = Array.from({ length: channels }, (_, k) =>
    k === channel ? 0 : channels / Math.max(1, channels - 1),
  );
  return rescale({
    x: each,
    scale: constant(tensor(shares, [channels])),
    offset: constant(tensor([0], [1])),
  }).y;
}

/** Kept away from a division by 0, as in Keras. */
const EPSILON = 1e-7;

/** One for each channel of each sample: `[batch, channels]`. */
function diceLosses(output: Value, targets: Value): Value {
  const channels = output.shape.at(-1)!;
  const pixels = sizeOf(output.shape.slice(1)) / channels;
  const images: Shape = [output.shape[0]!, pixels, 1, channels];
  // Means instead of sums: numerator and denominator are smaller by the same factor.
  const area = (x: Value): Value => globalAvgPool2d({ x: reshape({ x }, images).y }).y;
  const common = area(multiply({ a: output, b: targets }).y);
  const areas = add({ a: area(output), b: area(targets) }).y;
  const inverse = exp({ x: scale({ x: log({ x: affine(areas, 1, EPSILON / pixels) }).y }, -1).y }).y;
  return affine(multiply({ a: common, b: inverse }).y, -2, 1);
}
