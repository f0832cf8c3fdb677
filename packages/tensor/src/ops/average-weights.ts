import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { expectRates } from './rates.js';

/**
 * An average of parameters over the steps of training, in place: average += share[0] · (parameters − average).
 * Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
 */
export const averageWeights = defineOp<
  { average: Value; parameters: Value; share: Value },
  void,
  'newAverage'
>('averageWeights', {
  infer: ({ average, parameters, share }) => {
    expectRates('averageWeights', 'share', share, ['share']);
    return { newAverage: expectAlike('averageWeights', { average, parameters }) };
  },
  reference: ({ average, parameters, share }, _, { newAverage }) => {
    for (let i = 0; i < newAverage.data.length; i++)
      newAverage.data[i] = average.data[i]! + share.data[0]! * (parameters.data[i]! - average.data[i]!);
  },
  lower: ({ average, parameters, share }, _, tape) =>
    tape.emit('averageWeights', { average, parameters, share, length: sizeOf(average.shape) }),
  overwrites: { newAverage: 'average' },
});
