import { ConfigError } from '../errors.js';
import { defineOp, type Value } from '../graph.js';
import { expectAlike, rowsOf } from './expect.js';

/**
 * Which of many places of a row count in a loss: those that are positive, and of the others `ratio` times as many,
 * those whose losses are largest. mask = 1 where `positives` is above 0 and at the hardest of the rest, else 0; losses
 * (0 or more) and positives `[…, places]` → mask `[…, places]`. What ties with the last that is taken is taken, too;
 * NaN is the hardest. A row without positives has no hard negatives. What is taken changes in steps, so no gradient goes
 * through it. Liu et al., "SSD: single shot multibox detector", ECCV 2016.
 */
export const hardNegatives = defineOp<
  { losses: Value; positives: Value },
  { readonly ratio: number },
  'mask'
>('hardNegatives', {
  infer: ({ losses, positives }, { ratio }) => {
    const mask = expectAlike('hardNegatives', { losses, positives });
    rowsOf('hardNegatives', 'losses', losses.shape);
    if (!Number.isInteger(ratio) || ratio < 1) {
      throw new ConfigError(
        `hardNegatives got the ratio ${ratio}; it must be a whole number of negatives for each positive. Choose 1 or more.`,
      );
    }
    return { mask };
  },
  reference: ({ losses, positives }, { ratio }, { mask }) => {
    const { rows, width } = rowsOf('hardNegatives', 'losses', losses.shape);
    for (let begin = 0; begin < rows * width; begin += width) {
      const places = Array.from({ length: width }, (_, i) => begin + i);
      const negatives = places.filter((i) => !(positives.data[i]! > 0)).map((i) => hardness(losses.data[i]!));
      const wanted = Math.min(ratio * (width - negatives.length), negatives.length);
      negatives.sort((a, b) => b - a);
      const least = wanted > 0 ? negatives[wanted - 1]! : Number.NaN;
      for (const i of places) {
        mask.data[i] = positives.data[i]! > 0 || hardness(losses.data[i]!) >= least ? 1 : 0;
      }
    }
  },
  grad: () => ({}),
  constants: ['losses', 'positives'],
  lower: ({ losses, positives, mask }, { ratio }, tape) => {
    const { rows, width } = rowsOf('hardNegatives', 'losses', losses.shape);
    tape.emit('hardNegatives', { losses, positives, mask, rows, width, ratio });
  },
});

/** In the order of losses, NaN after infinity; of numbers near the largest no two are mixed up. */
function hardness(loss: number): number {
  if (Number.isNaN(loss)) return Number.POSITIVE_INFINITY;
  return Math.min(Math.max(loss, 0), Number.MAX_VALUE);
}
