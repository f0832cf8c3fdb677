import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';

export interface Accumulation {
  /** Whether what was there before does not count. */
  readonly afresh?: boolean;
  /** What the sum is multiplied by. Default 1. */
  readonly factor?: number;
}

/** A sum in place: sum ← factor · (sum + x), or with `afresh` sum ← factor · x. */
export const accumulate = defineOp<{ sum: Value; x: Value }, Accumulation, 'newSum'>('accumulate', {
  infer: ({ sum, x }) => ({ newSum: expectAlike('accumulate', { sum, x }) }),
  reference: ({ sum, x }, { afresh = false, factor = 1 }, { newSum }) => {
    for (let i = 0; i < newSum.data.length; i++)
      newSum.data[i] = factor * ((afresh ? 0 : sum.data[i]!) + x.data[i]!);
  },
  lower: ({ sum, x }, { afresh = false, factor = 1 }, tape) => {
    const length = sizeOf(sum.shape);
    if (afresh) tape.emit('copy', { x, y: sum, bytes: 4 * length });
    else tape.emit('add', { a: sum, b: x, y: sum, length });
    if (factor !== 1) tape.emit('scale', { x: sum, y: sum, length, factor });
  },
  overwrites: { newSum: 'sum' },
});
