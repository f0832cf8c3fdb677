import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { emitSumRows } from './bias.js';
import { expectAlike, expectAxes, expectDtype, rowsOf } from './expect.js';

/** Elements of a chunk at least. */
const GRAIN = 8192;

/**
 * How often each column's answers are above how many thresholds, of those whose target is yes (above ½) and of
 * the others: predictions and targets `[…, columns]`, thresholds `[t]`, rising → counts `[columns, 2, t + 1]`,
 * yes first. counts[c, 0, b] are the targets of yes in column c whose prediction is above exactly b thresholds,
 * so those beyond threshold j are the sum of what is at b > j. NaN is above none. Counts are exact up to 2²⁴.
 */
export const thresholdCounts = defineOp<
  { predictions: Value; targets: Value; thresholds: Value },
  void,
  'counts'
>('thresholdCounts', {
  infer: ({ predictions, targets, thresholds }) => {
    expectAlike('thresholdCounts', { predictions, targets });
    expectDtype('thresholdCounts', 'f32', { thresholds });
    expectAxes('thresholdCounts', 'thresholds', thresholds.shape, '[thresholds]', 1);
    const { width } = rowsOf('thresholdCounts', 'predictions', predictions.shape);
    return { counts: { shape: [width, 2, thresholds.shape[0]! + 1], dtype: 'f32' } };
  },
  reference: ({ predictions, targets, thresholds }, _, { counts }) => {
    const columns = counts.shape[0]!;
    const bins = counts.shape[2]!;
    predictions.data.forEach((prediction, i) => {
      const no = targets.data[i]! > 0.5 ? 0 : 1;
      const above = thresholds.data.filter((threshold) => prediction > threshold).length;
      counts.data[((i % columns) * 2 + no) * bins + above]!++;
    });
  },
  lower: ({ predictions, targets, thresholds, counts }, _, tape) => {
    const length = sizeOf(predictions.shape);
    const [columns] = counts.shape as [number];
    const [thresholdCount] = thresholds.shape as [number];
    const table = sizeOf(counts.shape);
    // Not so few elements that it would take longer to add the tables up.
    const chunkLength = Math.max(GRAIN, table);
    const chunks = Math.ceil(length / chunkLength);
    const partials = tape.scratch(4 * chunks * table);
    const fields = { partials, length, columns, thresholdCount, chunkLength };
    tape.emit('thresholdCounts', { predictions, targets, thresholds, ...fields });
    emitSumRows(tape, partials, counts, chunks, table);
  },
});
