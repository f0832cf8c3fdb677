import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike, expectDtype, expectShape } from './expect.js';
import { expectRange, type Range } from './range.js';

/** The longest that gradients may be, and which. */
export interface NormLimit extends Range {
  readonly most: number;
}

/**
 * Shortens a range of gradients in place to the length `most`, given the sum of their squares: gradients · most /
 * max(most, √squares). They become NaN when the squares are not finite, but for zeros, such as those between the weights
 * of a bundle, which nothing else would ever make zeros again.
 * Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013.
 */
export const clipByNorm = defineOp<{ gradients: Value; squares: Value }, NormLimit, 'newGradients'>(
  'clipByNorm',
  {
    infer: ({ gradients, squares }, limit) => {
      expectDtype('clipByNorm', 'f32', { squares });
      expectShape('clipByNorm', 'squares', squares.shape, 'gradients', []);
      return { newGradients: expectRange('clipByNorm', 'gradients', gradients, limit) };
    },
    reference: ({ gradients, squares }, { origin, length, most }, { newGradients }) => {
      const norm = Math.sqrt(squares.data[0]!);
      const factor = norm === Number.POSITIVE_INFINITY ? Number.NaN : norm <= most ? 1 : most / norm;
      newGradients.data.set(gradients.data);
      for (let i = origin; i < origin + length; i++) {
        if (newGradients.data[i] !== 0) newGradients.data[i]! *= factor;
      }
    },
    lower: ({ gradients, squares }, { origin, length, most }, tape) =>
      tape.emit('clipByNorm', { gradients, squares, origin, length, most }),
    overwrites: { newGradients: 'gradients' },
  },
);

/** Brings gradients between −most and most in place, each by itself; the attribute is the most. */
export const clipByValue = defineOp<{ gradients: Value }, number, 'newGradients'>('clipByValue', {
  infer: ({ gradients }) => ({ newGradients: expectAlike('clipByValue', { gradients }) }),
  reference: ({ gradients }, most, { newGradients }) => {
    for (let i = 0; i < gradients.data.length; i++)
      newGradients.data[i] = Math.max(-most, Math.min(most, gradients.data[i]!));
  },
  lower: ({ gradients }, most, tape) =>
    tape.emit('clipByValue', { gradients, length: sizeOf(gradients.shape), most }),
  overwrites: { newGradients: 'gradients' },
});
