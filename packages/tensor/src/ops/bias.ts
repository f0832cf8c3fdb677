import { defineOp, type Operand, type Tape, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectDtype, expectShape, rowsOf } from './expect.js';
import { vectorPeriod } from './vector-period.js';

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
  lower: ({ x, bias, y }, _, tape) => {
    const channels = sizeOf(bias.shape);
    const period = vectorPeriod(channels, 4);
    tape.workspace(4 * period);
    tape.emit('biasAdd', { x, bias, y, length: sizeOf(x.shape), channels, period });
  },
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
  lower: ({ dy, db }, _, tape) => {
    const { rows, width: channels } = rowsOf('biasGradient', 'dy', dy.shape);
    emitSumRows(tape, dy, db, rows, channels);
  },
});

/** y = the sum of the rows of x, through sums of groups where there are many. */
export function emitSumRows(tape: Tape, x: Operand, y: Operand, rows: number, channels: number): void {
  const rowsPerGroup = rowsAtOnce(channels);
  const groups = Math.ceil(rows / rowsPerGroup);
  if (groups <= 1) {
    tape.emit('sumRows', { x, y, rows, channels, rowsPerGroup: Math.max(1, rows) });
    return;
  }
  const partials = tape.scratch(4 * groups * channels);
  tape.emit('sumRows', { x, y: partials, rows, channels, rowsPerGroup });
  tape.emit('sumRows', { x: partials, y, rows: groups, channels, rowsPerGroup: groups });
}

/** Rows that make a chunk worth fetching, and no sum so long that it loses what is added to it. */
function rowsAtOnce(channels: number): number {
  return Math.min(512, Math.max(16, Math.ceil(8192 / Math.max(1, channels))));
}
