import { oneOf, show } from '@cnn/layers';
import { ConfigError, decayGradients, decayWeights, type Value } from '@cnn/tensor';
import { checkRate } from '../numbers.js';
import { weightPlaces } from './weight-places.js';

/** How weights are kept small. */
export interface WeightDecayOptions {
  /** What each weight loses of itself in a step, as a share of the learning rate. Default 0: nothing. */
  weightDecay?: number;
  /**
   * `decoupled`, the default: weights −= learningRate · weightDecay · weights before the step, as in Keras. `l2`:
   * gradients += weightDecay · weights, as PyTorch's SGD and most papers mean it; a momentum of 0.9 makes that
   * ten times as strong.
   */
  weightDecayMode?: 'decoupled' | 'l2';
  /** Which weights decay, by names such as `conv2d/kernel`. Default: {@link isDecayed}. */
  decays?: (name: string) => boolean;
}

/** Whether weights of this name usually decay: all but biases, the scales of normalisations and PReLU's slopes. */
export function isDecayed(name: string): boolean {
  const role = name.slice(name.lastIndexOf('/') + 1);
  return !['bias', 'beta', 'gamma', 'alpha'].includes(role);
}

/** What decay is to be had; `undefined` for none. */
export type WeightDecay = Required<WeightDecayOptions> | undefined;

/** @throws ConfigError for an unusable option */
export function weightDecayOf(optimizer: string, options: WeightDecayOptions): WeightDecay {
  const { weightDecay = 0, weightDecayMode = 'decoupled', decays = isDecayed } = options;
  checkRate(`The weightDecay of ${optimizer}`, weightDecay);
  oneOf(`The weightDecayMode of ${optimizer}`, weightDecayMode, ['decoupled', 'l2']);
  if (typeof decays !== 'function') {
    throw new ConfigError(
      `The decays of ${optimizer} is ${show(decays)}; it must be a function that tells whether the weight of a name decays. Pass one such as (name) => name.endsWith('kernel').`,
    );
  }
  return weightDecay === 0 ? undefined : { weightDecay, weightDecayMode, decays };
}

/** The parameters after they have decayed by the share `rate` `[1]`. */
export function decayed({ decays }: NonNullable<WeightDecay>, parameters: Value, rate: Value): Value {
  return weightPlaces(parameters)
    .filter(({ name }) => decays(name))
    .reduce((all, { origin, length }) => {
      return decayWeights({ parameters: all, rate }, { origin, length }).newParameters;
    }, parameters);
}

/** The gradients together with those of ½ · weightDecay · Σ weights². */
export function withL2(
  { decays, weightDecay }: NonNullable<WeightDecay>,
  parameters: Value,
  gradients: Value,
): Value {
  return weightPlaces(parameters)
    .filter(({ name }) => decays(name))
    .reduce((all, { origin, length }) => {
      const range = { origin, length, share: weightDecay };
      return decayGradients({ gradients: all, parameters }, range).newGradients;
    }, gradients);
}
