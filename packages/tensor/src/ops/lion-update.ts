import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { expectRates } from './rates.js';

export interface Lion {
  /** Weight of the mean in the direction of a step, 0 … 1. */
  readonly beta1: number;
  /** How slowly the mean of the gradients forgets, 0 … 1. */
  readonly beta2: number;
}

/**
 * One step of Lion in place: parameters −= rate[0] · sign(beta1 · m + (1 − beta1) · g), then
 * m ← beta2 · m + (1 − beta2) · g; 0 has the sign 0, and NaN is NaN.
 * Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS 2023.
 */
export const lionUpdate = defineOp<
  { parameters: Value; gradients: Value; m: Value; rate: Value },
  Lion,
  'newParameters' | 'newM'
>('lionUpdate', {
  infer: ({ parameters, gradients, m, rate }) => {
    expectRates('lionUpdate', 'rate', rate, ['learning rate']);
    const type = expectAlike('lionUpdate', { parameters, gradients, m });
    return { newParameters: type, newM: type };
  },
  reference: ({ parameters, gradients, m, rate }, { beta1, beta2 }, { newParameters, newM }) => {
    for (let i = 0; i < newParameters.data.length; i++) {
      const g = gradients.data[i]!;
      const mean = m.data[i]!;
      const direction = Math.sign(mean + (1 - beta1) * (g - mean));
      newParameters.data[i] = parameters.data[i]! - rate.data[0]! * direction;
      newM.data[i] = mean + (1 - beta2) * (g - mean);
    }
  },
  lower: ({ parameters, gradients, m, rate }, { beta1, beta2 }, tape) =>
    tape.emit('lionUpdate', {
      parameters,
      gradients,
      m,
      rate,
      length: sizeOf(parameters.shape),
      oneMinusBeta1: 1 - beta1,
      oneMinusBeta2: 1 - beta2,
    }),
  overwrites: { newParameters: 'parameters', newM: 'm' },
});
