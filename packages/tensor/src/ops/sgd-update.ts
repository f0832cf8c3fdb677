import { defineOp, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';
import { expectRates } from './rates.js';

/** One step of gradient descent in place: parameters −= rate[0] · gradients. */
export const sgdUpdate = defineOp<
  { parameters: Value; gradients: Value; rate: Value },
  void,
  'newParameters'
>('sgdUpdate', {
  infer: ({ parameters, gradients, rate }) => {
    expectRates('sgdUpdate', 'rate', rate, ['learning rate']);
    return { newParameters: expectAlike('sgdUpdate', { parameters, gradients }) };
  },
  reference: ({ parameters, gradients, rate }, _, { newParameters }) => {
    for (let i = 0; i < newParameters.data.length; i++) {
      newParameters.data[i] = parameters.data[i]! - rate.data[0]! * gradients.data[i]!;
    }
  },
  lower: ({ parameters, gradients, rate }, _, tape) =>
    tape.emit('sgdUpdate', { parameters, gradients, rate, length: sizeOf(parameters.shape) }),
  overwrites: { newParameters: 'parameters' },
});
