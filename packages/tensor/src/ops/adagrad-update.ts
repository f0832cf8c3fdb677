import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { expectRates } from './rates.js';

/**
 * One step of Adagrad in place: squares += g², parameters −= rate[0] · g / √(squares + offset). The offset is Keras'
 * epsilon and initial accumulator value together, so that the squares begin with zeros as all memory does.
 * Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", JMLR 2011.
 */
export const adagradUpdate = defineOp<
  { parameters: Value; gradients: Value; squares: Value; rate: Value },
  { readonly offset: number },
  'newParameters' | 'newSquares'
>('adagradUpdate', {
  infer: ({ parameters, gradients, squares, rate }) => {
    expectRates('adagradUpdate', 'rate', rate, ['learning rate']);
    const type = expectAlike('adagradUpdate', { parameters, gradients, squares });
    return { newParameters: type, newSquares: type };
  },
  reference: ({ parameters, gradients, squares, rate }, { offset }, { newParameters, newSquares }) => {
    for (let i = 0; i < newParameters.data.length; i++) {
      const g = gradients.data[i]!;
      const sum = squares.data[i]! + g * g;
      newSquares.data[i] = sum;
      newParameters.data[i] = parameters.data[i]! - (rate.data[0]! * g) / Math.sqrt(sum + offset);
    }
  },
  lower: ({ parameters, gradients, squares, rate }, { offset }, tape) =>
    tape.emit('adagradUpdate', {
      parameters,
      gradients,
      squares,
      rate,
      length: sizeOf(parameters.shape),
      offset,
    }),
  overwrites: { newParameters: 'parameters', newSquares: 'squares' },
});
