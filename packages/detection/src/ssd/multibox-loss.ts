import { add, hardNegatives, multiply, softmaxCrossEntropyDense } from '@cnn/tensor';
import { huber, type Loss } from '@cnn/train';
import { columns, sumOfColumns } from '../columns.js';
import { noAccuracy } from '../no-accuracy.js';

/** Negatives that are learned from, for each positive. */
const NEGATIVES = 3;

/**
 * Cross-entropy of the classes, and the smooth L1 distance of the offsets of positives. Of the many boxes that match
 * nothing only the hardest count, three for each that matches. Output `[batch, boxes, 4 offsets, background, classes]`;
 * y has the same columns, in those of the classes the weight of the box at its class. Liu et al., "SSD: single shot
 * multibox detector", ECCV 2016.
 */
export function multiboxLoss(): Loss {
  return {
    name: 'multibox',
    targets: 'values',
    build: (output, y) => {
      const width = output.shape.at(-1)!;
      const logits = columns(output, 4, width);
      const confidence = softmaxCrossEntropyDense({ logits, targets: columns(y, 4, width) }).loss;
      const positives = sumOfColumns(columns(y, 5, width));
      const { mask } = hardNegatives({ losses: confidence, positives }, { ratio: NEGATIVES });
      const distances = huber().build(columns(output, 0, 4), columns(y, 0, 4)).each;
      const localization = multiply({ a: sumOfColumns(distances), b: positives }).y;
      const each = add({ a: multiply({ a: mask, b: confidence }).y, b: localization }).y;
      return { each, predictions: output };
    },
    accuracy: noAccuracy('multibox'),
  };
}
