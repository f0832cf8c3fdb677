import { ConfigError, ShapeError } from '../errors.js';
import { defineOp, type NdArray, type Op, type TensorType, type Value } from '../graph.js';
import { philox } from '../rng.js';
import { formatShape, sameShape, sizeOf } from '../shape.js';
import { expectDtype } from './expect.js';

/** How much is dropped, and by which of the layers. */
export interface Dropout {
  /** Fraction of the elements that become 0, 0 … 1 (exclusive). */
  readonly rate: number;
  /** A 32-bit number of the layer's own, so that layers with the same key drop different elements. */
  readonly salt: number;
}

/**
 * y = x / (1 − rate) for the elements that stay, 0 for those that are dropped; x `[…]`, key i32 `[2]`.
 * Element i stays when word i mod 4 of Philox block (⌊i / 4⌋, salt) under the key is at least rate · 2³².
 * A new key for each step gives each step a new mask; nothing has to be kept for the backward pass.
 * Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 2014.
 * @throws ConfigError unless 0 ≤ rate < 1
 */
export const dropout: Op<{ x: Value; key: Value }, Dropout, 'y'> = defineOp('dropout', {
  infer: ({ x, key }, { rate }) => {
    expectDtype('dropout', 'f32', { x });
    expectKey('dropout', key);
    expectRate('dropout', rate);
    return { y: { shape: x.shape, dtype: 'f32' } };
  },
  reference: ({ x, key }, { rate, salt }, { y }) => {
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = randomWord(key, i, salt) >= dropBelow(rate) ? x.data[i]! / (1 - rate) : 0;
    }
  },
  // The derivative is the same mask with the same factor: dropout of dy.
  grad: ({ key }, dy, attributes) => ({ x: dropout({ x: dy, key }, attributes).y }),
  lower: ({ x, key, y }, { rate, salt }, tape) =>
    tape.emit('dropout', {
      x,
      key,
      y,
      length: sizeOf(x.shape),
      salt,
      dropBelow: dropBelow(rate),
      factor: 1 / (1 - rate),
    }),
});

/** @throws ShapeError unless it is two words. */
export function expectKey(op: string, key: TensorType): void {
  expectDtype(op, 'i32', { key });
  if (sameShape(key.shape, [2])) return;
  throw new ShapeError(
    `${op} got 'key' of shape ${formatShape(key.shape)}; a key is two 32-bit words, [2]. Pass one made by streamKey.`,
  );
}

/** @throws ConfigError unless 0 ≤ rate < 1 */
export function expectRate(op: string, rate: number): void {
  if (rate >= 0 && rate < 1) return;
  throw new ConfigError(
    `${op} got the rate ${rate}; it is the fraction that is dropped. Choose 0 or more, and less than 1.`,
  );
}

/** The smallest random word that lets an element stay. */
export function dropBelow(rate: number): number {
  return Math.min(2 ** 32 - 1, Math.ceil(rate * 2 ** 32));
}

const block = new Uint32Array(4);

/** Word `index` of those under a key and a salt, four to a block. */
export function randomWord(key: NdArray, index: number, salt: number): number {
  philox([key.data[0]! >>> 0, key.data[1]! >>> 0], Math.floor(index / 4), salt, block);
  return block[index % 4]!;
}
