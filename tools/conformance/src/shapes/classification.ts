import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.ts';

/** Rows of outputs, one for each class. */
export function classification(draw: Draw): { rows: number; classes: number } {
  return {
    rows: draw.oneOf([1, draw.between(2, 40), draw.between(200, 1500)]),
    classes: draw.oneOf([1, 2, 3, 7, 10, 32, 65, 100]),
  };
}

/** A row of zeros for each label, with a 1 where it says. TensorFlow.js makes none for a single class. */
export function oneHot(labels: tf.Tensor, classes: number): tf.Tensor {
  return classes === 1 ? tf.ones([...labels.shape, 1]) : tf.oneHot(labels, classes);
}
