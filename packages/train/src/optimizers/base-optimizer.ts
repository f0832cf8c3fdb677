import { wholePositive } from '@cnn/layers';
import { ACCUMULATED } from './gradient-accumulation.js';
import { checkClipping, clipped, type GradientClippingOptions } from './gradient-clipping.js';
import type { Optimizer } from './optimizer.js';
import {
  AVERAGE,
  averageMomentum,
  averageShare,
  SHARE,
  type WeightAverageOptions,
} from './weight-average.js';
import { decayed, type WeightDecayOptions, weightDecayOf, withL2 } from './weight-decay.js';

/** Options that all optimizers have, with Keras' names. */
export interface BaseOptions extends WeightDecayOptions, GradientClippingOptions, WeightAverageOptions {
  /**
   * Batches over which gradients are averaged before weights move, as if these batches were one. Learning rates go by
   * the moves. Default 1.
   */
  gradientAccumulationSteps?: number;
}

export const baseOptionNames = [
  'weightDecay',
  'weightDecayMode',
  'decays',
  'clipnorm',
  'globalClipnorm',
  'clipvalue',
  'useEma',
  'emaMomentum',
  'gradientAccumulationSteps',
] as const;

/** Name of a rate. */
const DECAY = 'decay';

/**
 * What all optimizers have in common, around what is each one's own: as in Keras, gradients are clipped, weights
 * decay, and the step is taken. The average follows once weights meet their constraints.
 * @throws ConfigError for an unusable option
 */
export function withBase(core: Optimizer, options: BaseOptions): Optimizer {
  const { name } = core;
  const decay = weightDecayOf(name, options);
  checkClipping(name, options);
  const momentum = averageMomentum(name, options);
  const { gradientAccumulationSteps = 1 } = options;
  const batches = wholePositive(`The gradientAccumulationSteps of ${name}`, gradientAccumulationSteps);
  const decoupled = decay?.weightDecayMode === 'decoupled' ? decay : undefined;
  const l2 = decay?.weightDecayMode === 'l2' ? decay : undefined;
  return {
    ...core,
    slots: [
      ...core.slots,
      ...(momentum === undefined ? [] : [AVERAGE]),
      ...(batches === 1 ? [] : [ACCUMULATED]),
    ],
    rates: [...core.rates, ...(decoupled ? [DECAY] : []), ...(momentum === undefined ? [] : [SHARE])],
    ratesAt: (learningRate, step) => ({
      ...core.ratesAt(learningRate, step),
      ...(decoupled && { [DECAY]: learningRate * decoupled.weightDecay }),
      ...(momentum !== undefined && { [SHARE]: averageShare(momentum, step) }),
    }),
    update: (values) => {
      const { parameters, rates } = values;
      const short = clipped(options, parameters, values.gradients);
      return core.update({
        ...values,
        parameters: decoupled ? decayed(decoupled, parameters, rates[DECAY]!) : parameters,
        gradients: l2 ? withL2(l2, parameters, short) : short,
      });
    },
    weightDecay: decay?.weightDecay ?? 0,
    gradientAccumulationSteps: batches,
    keepsAverage: momentum !== undefined,
  };
}
