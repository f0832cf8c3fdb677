import { defineOp, type Value } from '../graph.js';
import { expectAlike } from './expect.js';
import { expectRange, type Range } from './range.js';
import { expectRates } from './rates.js';

/**
 * Weight decay in place: parameters −= rate[0] · parameters in a range of them. Loshchilov and Hutter, "Decoupled
 * weight decay regularization", ICLR 2019.
 */
export const decayWeights = defineOp<{ parameters: Value; rate: Value }, Range, 'newParameters'>(
  'decayWeights',
  {
    infer: ({ parameters, rate }, range) => {
      expectRates('decayWeights', 'rate', rate, ['share']);
      return { newParameters: expectRange('decayWeights', 'parameters', parameters, range) };
    },
    reference: ({ parameters, rate }, { origin, length }, { newParameters }) => {
      newParameters.data.set(parameters.data);
      for (let i = origin; i < origin + length; i++)
        newParameters.data[i] = parameters.data[i]! - rate.data[0]! * parameters.data[i]!;
    },
    lower: ({ parameters, rate }, range, tape) => tape.emit('decayWeights', { parameters, rate, ...range }),
    overwrites: { newParameters: 'parameters' },
  },
);

/** A range of weights, and the share of them that their gradients grow by. */
export interface L2Decay extends Range {
  readonly share: number;
}

/** Weight decay by way of the gradients, in place: gradients += share · parameters in a range of both. */
export const decayGradients = defineOp<{ gradients: Value; parameters: Value }, L2Decay, 'newGradients'>(
  'decayGradients',
  {
    infer: ({ gradients, parameters }, range) => {
      expectAlike('decayGradients', { gradients, parameters });
      return { newGradients: expectRange('decayGradients', 'gradients', gradients, range) };
    },
    reference: ({ gradients, parameters }, { origin, length, share }, { newGradients }) => {
      newGradients.data.set(gradients.data);
      for (let i = origin; i < origin + length; i++) newGradients.data[i]! += share * parameters.data[i]!;
    },
    lower: ({ gradients, parameters }, { origin, length, share }, tape) =>
      tape.emit('decayGradients', { gradients, parameters, origin, length, share }),
    overwrites: { newGradients: 'gradients' },
  },
);
