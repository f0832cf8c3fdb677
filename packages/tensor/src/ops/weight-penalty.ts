import { defineOp, type Tape, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike, expectDtype, expectShape } from './expect.js';
import type { Range } from './range.js';

/** Elements of a chunk, as in the kernels. */
const GRAIN = 8192;

/** What large weights cost. */
export interface WeightPenalty {
  /** For each unit of a weight's size. */
  readonly l1: number;
  /** For each unit of its square. */
  readonly l2: number;
}

/** y `[]` = l1 · Σ |w| + l2 · Σ w², to be added to a loss. */
export const weightPenalty = defineOp<{ w: Value }, WeightPenalty, 'y'>('weightPenalty', {
  infer: ({ w }) => {
    expectDtype('weightPenalty', 'f32', { w });
    return { y: { shape: [], dtype: 'f32' } };
  },
  reference: ({ w }, { l1, l2 }, { y }) => {
    y.data[0] = w.data.reduce((sum, value) => sum + Math.abs(value) * (l1 + l2 * Math.abs(value)), 0);
  },
  grad: ({ w }, dy, penalty) => ({ w: weightPenaltyGrad({ w, dy }, penalty).dw }),
  lower: ({ w, y }, penalty, tape) =>
    emitPenalty(tape, { w, y }, { origin: 0, length: sizeOf(w.shape), ...penalty }),
});

/** Has the penalty of a range of w computed. */
export function emitPenalty(
  tape: Tape,
  { w, y }: { readonly w: Value; readonly y: Value },
  { origin, length, l1, l2 }: Range & WeightPenalty,
): void {
  const count = Math.ceil(length / GRAIN);
  const partials = tape.scratch(4 * count);
  tape.emit('weightPenalty', { w, partials, origin, length, l1, l2 });
  tape.emit('weightPenaltySum', { partials, y, count });
}

/**
 * dw = dy · (l1 · sign(w) + 2 · l2 · w), where 0 has the sign 0; added to what else has become of the gradient,
 * `onto`, when that is given.
 */
export const weightPenaltyGrad = defineOp<
  { w: Value; dy: Value; onto?: Value | undefined },
  WeightPenalty,
  'dw'
>('weightPenaltyGrad', {
  infer: ({ w, dy, onto }) => {
    expectDtype('weightPenaltyGrad', 'f32', { dy });
    expectShape('weightPenaltyGrad', 'dy', dy.shape, 'w', []);
    return { dw: expectAlike('weightPenaltyGrad', onto ? { w, onto } : { w }) };
  },
  reference: ({ w, dy, onto }, { l1, l2 }, { dw }) => {
    for (let i = 0; i < dw.data.length; i++) {
      const value = w.data[i]!;
      const sign = value === 0 ? 0 : Math.sign(value);
      dw.data[i] = (onto?.data[i] ?? 0) + dy.data[0]! * (l1 * sign + 2 * l2 * value);
    }
  },
  lower: ({ w, dy, onto, dw }, { l1, l2 }, tape) =>
    tape.emit('weightPenaltyGrad', { w, dy, onto: onto ?? null, dw, length: sizeOf(w.shape), l1, l2 }),
});
