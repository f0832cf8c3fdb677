import {
  add,
  constant,
  multiply,
  relu,
  scale,
  sigmoid,
  sigmoidCrossEntropy,
  subtract,
  tensor,
  type Value,
} from '@cnn/tensor';
import type { Loss } from '@cnn/train';
import { columns, sumOfColumns } from '../columns.js';
import { noAccuracy } from '../no-accuracy.js';

/** How much a wrong box counts, and an object seen where there is none: λ_coord and λ_noobj of the first paper. */
const BOX = 5;
const NOTHING = 0.5;

/**
 * Squared distances of the boxes that are to find an object, binary cross-entropy of their classes, and that of
 * whether there is an object at all, summed over the boxes of an image. Output `[batch, boxes, x, y, width, height,
 * objectness, classes]`, all but width and height before their sigmoid; y has the same columns, its objectness 1, 0, or
 * −1 for boxes that may say what they like. Redmon and Farhadi, "YOLOv3: an incremental improvement", 2018, with the
 * weights of Redmon et al., "You only look once", CVPR 2016.
 */
export function yoloLoss(): Loss {
  return {
    name: 'yolo',
    targets: 'values',
    build: (output, y) => {
      const width = output.shape.at(-1)!;
      const boxes = output.shape[1]!;
      const part = (from: number, to: number) => ({
        given: columns(output, from, to),
        wanted: columns(y, from, to),
      });
      const [centre, size, objectness, classes] = [part(0, 2), part(2, 4), part(4, 5), part(5, width)];
      const positive = relu({ x: objectness.wanted }).y;
      const places = sumOfColumns(positive);
      const centres = squaredDistance(sigmoid({ x: centre.given }).y, centre.wanted);
      const box = add({ a: centres, b: squaredDistance(size.given, size.wanted) }).y;
      const seen = sigmoidCrossEntropy({ logits: objectness.given, targets: positive }).loss;
      const named = sigmoidCrossEntropy({ logits: classes.given, targets: classes.wanted }).loss;
      const found = add({ a: scale({ x: box }, BOX).y, b: scale({ x: named }, width - 5).y }).y;
      const each = add({
        a: multiply({ a: places, b: found }).y,
        b: multiply({ a: objectnessWeights(objectness.wanted), b: seen }).y,
      }).y;
      return { each: scale({ x: each }, boxes).y, predictions: output };
    },
    accuracy: noAccuracy('yolo'),
  };
}

/** 1 where there is an object, λ_noobj where there is none, 0 where both may be said: `[batch, boxes, 1]` → `[batch, boxes]`. */
function objectnessWeights(wanted: Value): Value {
  const free = relu({ x: scale({ x: wanted }, -1).y }).y;
  const all = constant(
    tensor(new Float32Array(wanted.shape.reduce((a, b) => a * b)).fill(NOTHING), wanted.shape),
  );
  const counted = subtract({ a: all, b: scale({ x: free }, NOTHING).y }).y;
  return sumOfColumns(add({ a: counted, b: scale({ x: relu({ x: wanted }).y }, 1 - NOTHING).y }).y);
}

/** Σ (a − b)² over the last axis. */
function squaredDistance(a: Value, b: Value): Value {
  const difference = subtract({ a, b }).y;
  return sumOfColumns(multiply({ a: difference, b: difference }).y);
}
