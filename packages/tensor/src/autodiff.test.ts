import { describe, expect, test } from 'vitest';
import { gradients } from './autodiff.js';
import { input, type NdArray, type Value } from './graph.js';
import { add } from './ops/add.js';
import { argMax } from './ops/arg-max.js';
import { hardNegatives } from './ops/hard-negatives.js';
import { inTopK } from './ops/in-top-k.js';
import { mean } from './ops/mean.js';
import { meanSquaredError } from './ops/mean-squared-error.js';
import { multiply } from './ops/multiply.js';
import { relu } from './ops/relu.js';
import { rescale } from './ops/rescale.js';
import { reshape } from './ops/reshape.js';
import { sigmoid } from './ops/sigmoid.js';
import { softmaxCrossEntropy, softmaxCrossEntropyDense } from './ops/softmax-cross-entropy.js';
import { interpret } from './reference.js';

const array = (shape: number[], ...data: number[]): NdArray => ({ shape, data: Float64Array.from(data) });

/** d loss / d x by central differences in f64. */
function numeric(loss: Value, x: Value, feeds: ReadonlyMap<Value, NdArray>): number[] {
  const { shape, data } = feeds.get(x)!;
  const at = (i: number, change: number): number => {
    const moved = data.slice();
    moved[i]! += change;
    return interpret([loss], new Map(feeds).set(x, { shape, data: moved }))[0]!.data[0]!;
  };
  return Array.from(data, (_, i) => (at(i, 1e-5) - at(i, -1e-5)) / 2e-5);
}

describe('gradients', () => {
  test('of a value that is used more than once add up', () => {
    const x = input('x', [2, 3]);
    const w = input('w', [2, 3]);
    const product = multiply({ a: x, b: w }).y;
    const loss = mean({
      x: add({ a: multiply({ a: product, b: sigmoid({ x }).y }).y, b: relu({ x }).y }).y,
    }).y;
    const feeds = new Map([
      [x, array([2, 3], 1, -2, 3, 0.5, -0.25, 2)],
      [w, array([2, 3], 0.3, 0.7, -1, 2, 1, -0.5)],
    ]);
    const analytic = interpret(gradients(loss, [x, w]), feeds);
    for (const [i, parameter] of [x, w].entries()) {
      numeric(loss, parameter, feeds).forEach((slope, j) => {
        expect(analytic[i]!.data[j]).toBeCloseTo(slope, 7);
      });
    }
  });

  test('of something the loss does not depend on are zeros', () => {
    const x = input('x', [3]);
    const unrelated = input('unrelated', [2, 2]);
    const [gradient] = interpret(gradients(mean({ x }).y, [unrelated]), new Map([[x, array([3], 1, 2, 3)]]));
    expect([...gradient!.data]).toEqual([0, 0, 0, 0]);
  });

  test('go through views, and a thousand layers deep', () => {
    const x = input('x', [2, 2]);
    let y = reshape({ x }, [4]).y;
    for (let layer = 0; layer < 1000; layer++) y = add({ a: y, b: y }).y;
    expect(gradients(mean({ x: y }).y, [x])[0]!.shape).toEqual([2, 2]);
  });

  test('are refused for what is no scalar, and through ops that have none', () => {
    const x = input('x', [2, 3]);
    expect(() => gradients(x, [x])).toThrow('A loss of shape [2, 3] cannot be differentiated');
    const labels = input('labels', [2], 'i32');
    const hits = mean({ x: inTopK({ scores: x, labels }, { k: 1 }).hit }).y;
    expect(() => gradients(hits, [x])).toThrow('inTopK has no gradient');
  });

  test('are refused where a parameter goes into an input that an op has no gradient by', () => {
    const x = input('x', [2, 3]);
    const fixed = input('fixed', [2, 3]);
    const ofTargets = softmaxCrossEntropyDense({ logits: fixed, targets: relu({ x }).y }).loss;
    expect(() => gradients(mean({ x: ofTargets }).y, [x])).toThrow(
      "softmaxCrossEntropyDense has no gradient by 'targets', but a loss depends on a parameter through it. Let 'targets' depend on inputs and constants alone.",
    );
    const one = input('one', [1]);
    const rescaled = mean({ x: rescale({ x: fixed, scale: one, offset: one }).y }).y;
    expect(() => gradients(rescaled, [one])).toThrow("rescale has no gradient by 'scale'");
    expect(gradients(rescaled, [fixed])).toHaveLength(1);
  });

  test('pass by what an op takes as constant, and by whole numbers', () => {
    const x = input('x', [1, 3]);
    const losses = relu({ x }).y;
    const { mask } = hardNegatives({ losses, positives: input('positives', [1, 3]) }, { ratio: 1 });
    const labels = argMax({ x }).y;
    const { loss } = softmaxCrossEntropy({ logits: multiply({ a: mask, b: losses }).y, labels });
    expect(gradients(mean({ x: loss }).y, [x])[0]!.shape).toEqual([1, 3]);
  });

  test('of squared errors go both ways, to what is compared and to what it is compared with', () => {
    const x = input('x', [2, 3]);
    const w = input('w', [2, 3]);
    const targets = multiply({ a: x, b: w }).y;
    const loss = mean({ x: meanSquaredError({ predictions: relu({ x }).y, targets }).loss }).y;
    const feeds = new Map([
      [x, array([2, 3], 1, -2, 3, 0.5, -0.25, 2)],
      [w, array([2, 3], 0.3, 0.7, -1, 2, 1, -0.5)],
    ]);
    const analytic = interpret(gradients(loss, [x, w]), feeds);
    for (const [i, parameter] of [x, w].entries()) {
      numeric(loss, parameter, feeds).forEach((slope, j) => {
        expect(analytic[i]!.data[j]).toBeCloseTo(slope, 7);
      });
    }
  });
});
