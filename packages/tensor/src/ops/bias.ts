import { defineOp, type Value } from '../graph.js';
import { expectDtype, expectShape, rowsOf } from './expect.js';

/** y = x + bias, the bias `[channels]` added along the last axis of x. */
export const biasAdd = defineOp<{ x: Value; bias: Value }, void, 'y'>('biasAdd', {
  infer: ({ x, bias }) => {
    expectDtype('biasAdd', 'f32', { x, bias });
    const { width } = rowsOf('biasAdd', 'x', x.shape);
    expectShape('biasAdd', 'bias', bias.shape, 'x', [width]);
    return { y: { shape: x.shape, dtype: 'f32' } };
  },
  reference: ({ x, bias }, _, { y }) => {
    const channels = bias.data.length;
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i]! + bias.data[i % channels]!;
  },
  grad: (_, dy) => ({ x: dy, bias: biasGradient({ dy }).db }),
});

/** db = the sum of dy over all axes but the last. */
export const biasGradient = defineOp<{ dy: Value }, void, 'db'>('biasGradient', {
  infer: ({ dy }) => {
    expectDtype('biasGradient', 'f32', { dy });
    return { db: { shape: [rowsOf('biasGradient', 'dy', dy.shape).width], dtype: 'f32' } };
  },
  reference: ({ dy }, _, { db }) => {
    const channels = db.data.length;
    for (let i = 0; i < dy.data.length; i++) db.data[i % channels]! += dy.data[i]!;
  },
});
