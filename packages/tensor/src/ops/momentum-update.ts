import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { expectRates } from './rates.js';

export interface Momentum {
  /** Share of the velocity that a step keeps, 0 … 1. */
  readonly momentum: number;
  /** Whether the parameters run one step of the velocity ahead (Nesterov 1983). */
  readonly nesterov: boolean;
}

/**
 * One step of gradient descent with momentum in place, in Keras' formulas:
 * velocity ← momentum · velocity − rate[0] · gradients, then parameters += velocity, or with
 * `nesterov` parameters += momentum · velocity − rate[0] · gradients.
 */
export const momentumUpdate = defineOp<
  { parameters: Value; gradients: Value; velocity: Value; rate: Value },
  Momentum,
  'newParameters' | 'newVelocity'
>('momentumUpdate', {
  infer: ({ parameters, gradients, velocity, rate }) => {
    expectRates('momentumUpdate', 'rate', rate, ['learning rate']);
    const type = expectAlike('momentumUpdate', { parameters, gradients, velocity });
    return { newParameters: type, newVelocity: type };
  },
  reference: (inputs, { momentum, nesterov }, { newParameters, newVelocity }) => {
    const { parameters, gradients, velocity, rate } = inputs;
    for (let i = 0; i < newParameters.data.length; i++) {
      const step = rate.data[0]! * gradients.data[i]!;
      const v = momentum * velocity.data[i]! - step;
      newVelocity.data[i] = v;
      newParameters.data[i] = parameters.data[i]! + (nesterov ? momentum * v - step : v);
    }
  },
  lower: ({ parameters, gradients, velocity, rate }, { momentum, nesterov }, tape) =>
    tape.emit('momentumUpdate', {
      parameters,
      gradients,
      velocity,
      rate,
      length: sizeOf(parameters.shape),
      momentum,
      nesterov: nesterov ? 1 : 0,
    }),
  overwrites: { newParameters: 'parameters', newVelocity: 'velocity' },
});
