import { defineOp, type Value } from '../graph.js';
import { columnsOf } from './columns.js';
import { expectDtype, rowsOf } from './expect.js';
import { groupsPerImage } from './per-image.js';

/**
 * The mean of each channel and its variance, Σ (x − mean)² / count, over all axes but the last:
 * x `[…, channels]` → mean and variance `[channels]`. The variance is that of the numbers at hand (biased), and
 * loses nothing where the mean is far from 0. Both are NaN for a channel that has NaN or infinities, or no numbers.
 */
export const moments = defineOp<{ x: Value }, void, 'mean' | 'variance'>('moments', {
  infer: ({ x }) => {
    expectDtype('moments', 'f32', { x });
    const type = { shape: [rowsOf('moments', 'x', x.shape).width], dtype: 'f32' } as const;
    return { mean: type, variance: type };
  },
  reference: ({ x }, _, { mean, variance }) => {
    const channels = mean.data.length;
    const count = x.data.length / channels;
    for (let channel = 0; channel < channels; channel++) {
      const column = x.data.filter((_, i) => i % channels === channel);
      const average = column.reduce((sum, value) => sum + value, 0) / count;
      mean.data[channel] = Number.isFinite(average) ? average : Number.NaN;
      variance.data[channel] = column.reduce((sum, value) => sum + (value - average) ** 2, 0) / count;
    }
  },
  lower: ({ x, mean, variance }, _, tape) => {
    const columns = columnsOf('moments', 'x', x.shape);
    const { count, channels, period, rowsPerGroup, groups } = columns;
    const sums = tape.scratch(4 * 3 * channels * groups);
    tape.workspace(4 * 3 * period);
    const sizes = { channels, rowsPerGroup };
    tape.emit(
      'momentsOfGroups',
      { x, sums, length: count * channels, period, ...sizes },
      groupsPerImage(x.shape, columns, ['x'], 3),
    );
    tape.emit('finishMoments', { sums, mean, variance, count, ...sizes });
  },
});
