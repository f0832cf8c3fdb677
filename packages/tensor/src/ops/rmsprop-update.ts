import { defineOp, type TensorType, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { expectRates } from './rates.js';

export interface Rmsprop {
  /** How slowly the mean of the gradients' squares forgets, 0 … 1. */
  readonly rho: number;
  /** Share of the velocity that a step keeps, 0 … 1; without a velocity it has no effect. */
  readonly momentum: number;
  /** Added to the mean square before its root is taken. */
  readonly epsilon: number;
}

type Outputs = 'newParameters' | 'newSquare' | 'newMean' | 'newVelocity';

/**
 * One step of RMSprop in place, in Keras' formulas: square += (1 − rho) · (g² − square);
 * step = rate[0] · g / √(square + epsilon), parameters −= step. With a mean, of the gradients, mean² is taken from
 * the square first; with a velocity the step is momentum · velocity + step. Without these it has no outputs for them.
 * Tieleman and Hinton, "Lecture 6.5: rmsprop", Coursera, 2012; centred: Graves, "Generating sequences with recurrent
 * neural networks", 2013.
 */
export const rmspropUpdate = defineOp<
  {
    parameters: Value;
    gradients: Value;
    square: Value;
    mean?: Value | undefined;
    velocity?: Value | undefined;
    rate: Value;
  },
  Rmsprop,
  Outputs
>('rmspropUpdate', {
  infer: ({ parameters, gradients, square, mean, velocity, rate }) => {
    expectRates('rmspropUpdate', 'rate', rate, ['learning rate']);
    const memory = { ...(mean && { mean }), ...(velocity && { velocity }) };
    const type = expectAlike('rmspropUpdate', { parameters, gradients, square, ...memory });
    return {
      newParameters: type,
      newSquare: type,
      ...(mean && { newMean: type }),
      ...(velocity && { newVelocity: type }),
    } as Record<Outputs, TensorType>;
  },
  reference: (inputs, { rho, momentum, epsilon }, { newParameters, newSquare, newMean, newVelocity }) => {
    const { parameters, gradients, square, mean, velocity, rate } = inputs;
    for (let i = 0; i < newParameters.data.length; i++) {
      const g = gradients.data[i]!;
      newSquare.data[i] = square.data[i]! + (1 - rho) * (g * g - square.data[i]!);
      let variance = newSquare.data[i]!;
      if (mean) {
        newMean.data[i] = mean.data[i]! + (1 - rho) * (g - mean.data[i]!);
        variance -= newMean.data[i]! ** 2;
      }
      let step = (rate.data[0]! * g) / Math.sqrt(variance + epsilon);
      if (velocity) {
        step += momentum * velocity.data[i]!;
        newVelocity.data[i] = step;
      }
      newParameters.data[i] = parameters.data[i]! - step;
    }
  },
  lower: ({ parameters, gradients, square, mean, velocity, rate }, { rho, momentum, epsilon }, tape) =>
    tape.emit('rmspropUpdate', {
      parameters,
      gradients,
      square,
      mean: mean ?? null,
      velocity: velocity ?? null,
      rate,
      length: sizeOf(parameters.shape),
      oneMinusRho: 1 - rho,
      momentum,
      epsilon,
    }),
  overwrites: {
    newParameters: 'parameters',
    newSquare: 'square',
    newMean: 'mean',
    newVelocity: 'velocity',
  },
});
