import { show } from '@cnn/layers';
import {
  ConfigError,
  constant,
  exp,
  inTopK,
  log,
  matMul,
  mean,
  multiply,
  oneHot,
  rescale,
  reshape,
  type Shape,
  scale,
  sizeOf,
  tensor,
  type Value,
} from '@cnn/tensor';
import { affine } from './affine.js';

/** Of a share of nothing, so that it divides nothing by something. */
const EPSILON = 1e-20;

/** An option of the losses of class numbers. */
export interface IgnoreClassOptions {
  /**
   * A number in y that says nothing about the class, such as 255 for pixels that nobody could name; it need be none
   * of the model's. The loss of a batch is that of the others, and an epoch's is the mean over its batches by their
   * samples, as in Keras. Accuracy, the other metrics and the confusion matrix leave such parts out, too. Default none.
   */
  ignoreClass?: number;
}

/** @throws ConfigError for what cannot be in y; `undefined` ignores nothing */
export function checkIgnoreClass(called: string, ignoreClass: number | undefined): number | undefined {
  if (ignoreClass === undefined || (Number.isInteger(ignoreClass) && Math.abs(ignoreClass) < 2 ** 31)) {
    return ignoreClass;
  }
  throw new ConfigError(
    `The ignoreClass of ${called} is ${show(ignoreClass)}; it must be a whole number that stands in y. Choose one such as 255.`,
  );
}

/** One-hot rows of class numbers `[…]` → `[…, classes]`, with zeros throughout where the class is ignored. */
export function countedRows(labels: Value, classes: number, ignoreClass: number | undefined): Value {
  const rows = oneHot({ labels }, { classes }).y;
  if (ignoreClass === undefined || ignoreClass < 0 || ignoreClass >= classes) return rows;
  const kept = Array.from({ length: classes }, (_, k) => Number(k !== ignoreClass));
  return rescale({
    x: rows,
    scale: constant(tensor(kept, [classes])),
    offset: constant(tensor([0], [1])),
  }).y;
}

/** Such rows, of which a share is spread evenly over all classes; those of zeros stay so. */
export function smoothedRows(rows: Value, labelSmoothing: number): Value {
  const classes = rows.shape.at(-1)!;
  return throughMatrix(rows, classes, (from, to) => {
    return labelSmoothing / classes + (from === to ? 1 - labelSmoothing : 0);
  });
}

/** Zeroes the rows of `x` that count for nothing: those where `rows`, of the same shape, are zero. */
export function countedOf(x: Value, rows: Value): Value {
  const counted = throughMatrix(rows, rows.shape.at(-1)!, () => 1);
  return multiply({ a: x, b: counted }).y;
}

/**
 * Numbers `each`, one for each of the rows, as those of what counts: 0 where the class is ignored, and so much more
 * elsewhere that the mean of all is the mean of those that count.
 */
export function meanOfCounted(each: Value, rows: Value): Value {
  const counted = reshape({ x: counts(rows) }, each.shape).y;
  const share = reshape({ x: mean({ x: counted }).y }, [1]).y;
  const inverse = exp({ x: scale({ x: log({ x: affine(share, 1, EPSILON) }).y }, -1).y }).y;
  const ones = multiply({ a: each, b: counted }).y;
  return rescale({ x: ones, scale: inverse, offset: constant(tensor([0], [1])) }).y;
}

/** 1 for each class number that counts, 0 for those that are ignored. */
export function countedParts(labels: Value, classes: number, ignoreClass: number | undefined): Value {
  return reshape({ x: counts(countedRows(labels, classes, ignoreClass)) }, labels.shape).y;
}

/** Of each row of {@link countedRows} whether it counts: `[…, 1]`. */
function counts(rows: Value): Value {
  return throughMatrix(rows, 1, () => 1);
}

/** Whether the likeliest class is the right one. */
export function labelAccuracy(scores: Value, labels: Value): Value {
  return inTopK({ scores, labels }, { k: 1 }).hit;
}

/** Each row times a matrix of the rows' width and another. */
function throughMatrix(rows: Value, width: number, at: (from: number, to: number) => number): Value {
  const classes = rows.shape.at(-1)!;
  const outer = rows.shape.slice(0, -1);
  const a = reshape({ x: rows }, [sizeOf(outer), classes]).y;
  const values = Array.from({ length: classes * width }, (_, i) => at(Math.floor(i / width), i % width));
  const { y } = matMul({ a, b: constant(tensor(values, [classes, width])) }, {});
  return reshape({ x: y }, [...outer, width] as Shape).y;
}
