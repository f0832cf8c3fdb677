import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';

/**
 * An average that follows samples, in place: average ← momentum · average + (1 − momentum) · sample,
 * element by element.
 */
export const movingAverage = defineOp<
  { average: Value; sample: Value },
  { readonly momentum: number },
  'newAverage'
>('movingAverage', {
  infer: (inputs) => ({ newAverage: expectAlike('movingAverage', { ...inputs }) }),
  reference: ({ average, sample }, { momentum }, { newAverage }) => {
    for (let i = 0; i < newAverage.data.length; i++) {
      newAverage.data[i] = momentum * average.data[i]! + (1 - momentum) * sample.data[i]!;
    }
  },
  lower: ({ average, sample }, { momentum }, tape) =>
    tape.emit('movingAverage', {
      average,
      sample,
      length: sizeOf(average.shape),
      share: 1 - momentum,
    }),
  overwrites: { newAverage: 'average' },
});
