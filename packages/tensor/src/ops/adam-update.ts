import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { expectRates } from './rates.js';

export interface Adam {
  /** How slowly the mean of the gradients forgets, 0 … 1. */
  readonly beta1: number;
  /** How slowly the mean of their squares forgets, 0 … 1. */
  readonly beta2: number;
  /** Added to the root of the mean square. */
  readonly epsilon: number;
}

/**
 * One step of Adam in place, in Keras' formulas: m += (1 − beta1) · (g − m), v += (1 − beta2) · (g² − v),
 * parameters −= alpha[0] · m / (√v + epsilon), with alpha = lr · √(1 − beta2ᵗ) / (1 − beta1ᵗ) written before
 * each step t = 1, 2, ….
 * Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015.
 */
export const adamUpdate = defineOp<
  { parameters: Value; gradients: Value; m: Value; v: Value; alpha: Value },
  Adam,
  'newParameters' | 'newM' | 'newV'
>('adamUpdate', {
  infer: ({ parameters, gradients, m, v, alpha }) => {
    expectRates('adamUpdate', 'alpha', alpha, ['alpha']);
    const type = expectAlike('adamUpdate', { parameters, gradients, m, v });
    return { newParameters: type, newM: type, newV: type };
  },
  reference: (inputs, { beta1, beta2, epsilon }, { newParameters, newM, newV }) => {
    const { parameters, gradients, m, v, alpha } = inputs;
    for (let i = 0; i < newParameters.data.length; i++) {
      const p = parameters.data[i]!;
      const g = gradients.data[i]!;
      const mean = m.data[i]! + (1 - beta1) * (g - m.data[i]!);
      const square = v.data[i]! + (1 - beta2) * (g * g - v.data[i]!);
      newM.data[i] = mean;
      newV.data[i] = square;
      newParameters.data[i] = p - (alpha.data[0]! * mean) / (Math.sqrt(square) + epsilon);
    }
  },
  lower: ({ parameters, gradients, m, v, alpha }, { beta1, beta2, epsilon }, tape) =>
    tape.emit('adamUpdate', {
      parameters,
      gradients,
      m,
      v,
      alpha,
      length: sizeOf(parameters.shape),
      oneMinusBeta1: 1 - beta1,
      oneMinusBeta2: 1 - beta2,
      epsilon,
    }),
  overwrites: { newParameters: 'parameters', newM: 'm', newV: 'v' },
});
