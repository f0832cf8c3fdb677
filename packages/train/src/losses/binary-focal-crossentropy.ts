import { truth } from '@cnn/layers';
import {
  add,
  binaryAccuracy,
  multiply,
  binaryCrossentropy as ofProbabilities,
  reshape,
  type Shape,
  sigmoid,
  sigmoidCrossEntropy,
  type Value,
} from '@cnn/tensor';
import { affine } from './affine.js';
import { smoothed } from './crossentropy.js';
import { type FocalOptions, focalOptions, focus } from './focal.js';
import { expectProbabilities, logitsBehind } from './logits.js';
import type { Loss } from './loss.js';

/** Options of {@link binaryFocalCrossentropy}. */
export interface BinaryFocalOptions extends FocalOptions {
  /** Whether yes weighs alpha and no 1 − alpha; otherwise both weigh 1. Default false. */
  applyClassBalancing?: boolean;
}

const NAME = 'binaryFocalCrossentropy';

/**
 * The binary cross-entropy of each answer times (1 − p)^gamma, p being the probability that the model gives to
 * what is right: easy answers, as the many pixels of a background, do not drown the others. Output and y
 * `[batch, …, answers]`, y 0 or 1. With Keras' formula and defaults. Lin et al., "Focal loss for dense object
 * detection", ICCV 2017.
 * @throws ConfigError for an unusable option
 * @example compile(model, { loss: binaryFocalCrossentropy({ applyClassBalancing: true }), optimizer: 'adam' })
 */
export function binaryFocalCrossentropy(options: BinaryFocalOptions = {}): Loss {
  const { fromLogits, labelSmoothing, alpha, gamma } = focalOptions(NAME, options, ['applyClassBalancing']);
  const balanced = truth(`The applyClassBalancing of ${NAME}`, options.applyClassBalancing ?? false);
  return {
    name: NAME,
    targets: 'values',
    build: (output, y) => {
      const targets = smoothed(y, labelSmoothing, 2);
      const predictions = fromLogits ? sigmoid({ x: output }).y : output;
      const entropies = crossentropies(output, targets, fromLogits);
      const weights = focus(wrongness(predictions, targets), gamma);
      const focused = multiply({ a: weights, b: entropies }).y;
      if (!balanced) return { each: focused, predictions };
      return { each: multiply({ a: focused, b: affine(targets, 2 * alpha - 1, 1 - alpha) }).y, predictions };
    },
    accuracy: (probabilities, targets) => binaryAccuracy({ probabilities, targets }, { threshold: 0.5 }).hit,
  };
}

/** The cross-entropy of each answer by itself. */
function crossentropies(output: Value, y: Value, fromLogits: boolean): Value {
  const apart: Shape = [...output.shape, 1];
  const targets = reshape({ x: y }, apart).y;
  const logits = fromLogits ? output : logitsBehind(output, sigmoid);
  if (logits) return sigmoidCrossEntropy({ logits: reshape({ x: logits }, apart).y, targets }).loss;
  expectProbabilities(NAME, output, 'sigmoid');
  return ofProbabilities({ probabilities: reshape({ x: output }, apart).y, targets }).loss;
}

/** The probability of what is not right: y · (1 − p) + (1 − y) · p. */
function wrongness(probabilities: Value, y: Value): Value {
  return add({ a: y, b: multiply({ a: affine(y, -2, 1), b: probabilities }).y }).y;
}
