import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';

/**
 * y = the larger of a and b, element by element; NaN where either is. Where both are equal the gradient goes to
 * a, as in TensorFlow.
 */
export const maximum = defineOp<{ a: Value; b: Value }, void, 'y'>('maximum', {
  infer: ({ a, b }) => ({ y: expectAlike('maximum', { a, b }) }),
  reference: ({ a, b }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.max(a.data[i]!, b.data[i]!);
  },
  grad: ({ a, b }, dy) => {
    const { chosen, other } = chooseGrad({ least: b, most: a, dy });
    return { a: chosen, b: other };
  },
  lower: ({ a, b, y }, _, tape) => tape.emit('maximum', { a, b, y, length: sizeOf(y.shape) }),
});

/** y = the smaller of a and b, element by element; NaN where either is. Equal ones: as for `maximum`. */
export const minimum = defineOp<{ a: Value; b: Value }, void, 'y'>('minimum', {
  infer: ({ a, b }) => ({ y: expectAlike('minimum', { a, b }) }),
  reference: ({ a, b }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.min(a.data[i]!, b.data[i]!);
  },
  grad: ({ a, b }, dy) => {
    const { chosen, other } = chooseGrad({ least: a, most: b, dy });
    return { a: chosen, b: other };
  },
  lower: ({ a, b, y }, _, tape) => tape.emit('minimum', { a, b, y, length: sizeOf(y.shape) }),
});

/** dy goes to `chosen` where least ≤ most, else (also where either is NaN) to `other`; the rest is 0. */
export const chooseGrad = defineOp<{ least: Value; most: Value; dy: Value }, void, 'chosen' | 'other'>(
  'chooseGrad',
  {
    infer: ({ least, most, dy }) => {
      const type = expectAlike('chooseGrad', { least, most, dy });
      return { chosen: type, other: type };
    },
    reference: ({ least, most, dy }, _, { chosen, other }) => {
      for (let i = 0; i < dy.data.length; i++) {
        const to = least.data[i]! <= most.data[i]! ? chosen : other;
        to.data[i] = dy.data[i]!;
      }
    },
    lower: ({ least, most, dy, chosen, other }, _, tape) =>
      tape.emit('chooseGrad', { least, most, dy, chosen, other, length: sizeOf(dy.shape) }),
  },
);
