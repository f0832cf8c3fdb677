import { accumulate, type Value } from '@cnn/tensor';

/** The slot of the sum of gradients. */
export const ACCUMULATED = 'accumulated';

/**
 * What becomes of a batch's gradients, where the optimizer moves once in several batches: the first ones begin a sum,
 * the next are added, and those of the last batch make its mean, which the optimizer goes by.
 */
export type Turn = 'only' | 'first' | 'middle' | 'last';

/** The turn of a step, counted from 0, where every so many batches make a move. */
export function turnAt(step: number, batches: number): Turn {
  if (batches === 1) return 'only';
  const turn = step % batches;
  if (turn === 0) return 'first';
  return turn === batches - 1 ? 'last' : 'middle';
}

/** All turns that there are. */
export function turnsOf(batches: number): readonly Turn[] {
  if (batches === 1) return ['only'];
  return batches === 2 ? ['first', 'last'] : ['first', 'middle', 'last'];
}

/** Adds gradients to the sum, or begins it with them. */
export function summed(turn: 'first' | 'middle', sum: Value, gradients: Value): Value {
  return accumulate({ sum, x: gradients }, { afresh: turn === 'first' }).newSum;
}

/** The mean of the last gradients and all before them, whose sum is given. */
export function meanGradients(sum: Value, gradients: Value, batches: number): Value {
  return accumulate({ sum: gradients, x: sum }, { factor: 1 / batches }).newSum;
}
