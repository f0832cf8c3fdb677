import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { elementsPerImage } from './per-image.js';

/** y = max(x, 0), element by element. NaN stays NaN. */
export const relu = defineOp<{ x: Value }, void, 'y'>('relu', {
  infer: ({ x }) => ({ y: expectAlike('relu', { x }) }),
  reference: ({ x }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) y.data[i] = Math.max(0, x.data[i]!);
  },
  grad: ({ y }, dy) => ({ x: reluGrad({ y, dy }).dx }),
  lower: ({ x, y }, _, tape) =>
    tape.emit('relu', { x, y, length: sizeOf(y.shape) }, elementsPerImage(y.shape, ['x', 'y'])),
});

/** dx = dy where y > 0, else 0 (also where y is NaN). What comes back on a second way, `more`, is added to dy. */
export const reluGrad = defineOp<{ y: Value; dy: Value; more?: Value | undefined }, void, 'dx'>('reluGrad', {
  infer: ({ y, dy, more }) => ({ dx: expectAlike('reluGrad', more ? { y, dy, more } : { y, dy }) }),
  reference: ({ y, dy, more }, _, { dx }) => {
    for (let i = 0; i < dx.data.length; i++) {
      dx.data[i] = y.data[i]! > 0 ? dy.data[i]! + (more?.data[i] ?? 0) : 0;
    }
  },
  lower: ({ y, dy, more = null, dx }, _, tape) =>
    tape.emit(
      'reluGrad',
      { y, dy, more, dx, length: sizeOf(y.shape) },
      elementsPerImage(y.shape, ['y', 'dy', 'more', 'dx']),
    ),
});
