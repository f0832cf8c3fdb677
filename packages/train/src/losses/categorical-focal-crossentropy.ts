import { categoricalAccuracy, log, multiply, softmax, type Value } from '@cnn/tensor';
import { affine } from './affine.js';
import { smoothed } from './crossentropy.js';
import { type FocalOptions, focalOptions, focus } from './focal.js';
import { expectProbabilities, logitsBehind } from './logits.js';
import type { Loss } from './loss.js';

const NAME = 'categoricalFocalCrossentropy';

/** Added to probabilities, so that their logarithms are finite: a wrong class that is less likely has no slope. */
const SMALLEST = 1e-30;

/**
 * −alpha · Σ y · (1 − p)^gamma · ln p of the model's probabilities p: samples that it gets right already count
 * less. Output and y `[batch, …, classes]`; `y` holds one-hot rows, or any weights of the classes. With Keras'
 * formula and defaults. Lin et al., "Focal loss for dense object detection", ICCV 2017.
 * @throws ConfigError for an unusable option
 * @example compile(model, { loss: 'categoricalFocalCrossentropy', optimizer: 'adam' })
 */
export function categoricalFocalCrossentropy(options: FocalOptions = {}): Loss {
  const { fromLogits, labelSmoothing, alpha, gamma } = focalOptions(NAME, options);
  return {
    name: NAME,
    targets: 'values',
    build: (output, y) => {
      const classes = y.shape.at(-1)!;
      const predictions = fromLogits ? softmax({ x: output }).y : output;
      const p = fromLogits ? predictions : normalised(output);
      const weights = focus(affine(p, -1, 1), gamma);
      const logarithms = log({ x: affine(p, 1, SMALLEST) }).y;
      // The mean over the classes is taken later, where their sum is meant.
      const targets = affine(smoothed(y, labelSmoothing, classes), -alpha * classes, 0);
      const each = multiply({ a: targets, b: multiply({ a: weights, b: logarithms }).y }).y;
      return { each, predictions };
    },
    accuracy: (scores, targets) => categoricalAccuracy({ scores, targets }).hit,
  };
}

/** Probabilities that add up to 1, which they do after a softmax. */
function normalised(output: Value): Value {
  if (logitsBehind(output, softmax)) return output;
  expectProbabilities(NAME, output, 'softmax');
  return softmax({ x: log({ x: affine(output, 1, SMALLEST) }).y }).y;
}
