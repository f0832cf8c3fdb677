import { expectKnownOptions } from '@cnn/layers';
import { checkPositive } from '../numbers.js';
import { type AdamOptions, adam, adamOptionNames } from './adam.js';
import type { Optimizer } from './optimizer.js';

/** Options of {@link adamW}, with Keras' defaults. */
export interface AdamWOptions extends Omit<AdamOptions, 'weightDecayMode'> {
  /** What each weight loses of itself in a step, as a share of the learning rate. Default 0.004. */
  weightDecay?: number;
}

/**
 * {@link adam} with weights that decay on their own, not by way of the gradients, which Adam would scale.
 *
 * Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019.
 * @throws ConfigError for an option outside its range
 * @example compile(model, { optimizer: adamW({ weightDecay: 0.05 }), loss: 'sparseCategoricalCrossentropy' })
 */
export function adamW(options: AdamWOptions = {}): Optimizer {
  const names = adamOptionNames.filter((name) => name !== 'weightDecayMode');
  expectKnownOptions('adamW', options, names);
  const { weightDecay = 0.004 } = options;
  checkPositive('The weightDecay of adamW', weightDecay);
  return { ...adam({ ...options, weightDecay }), name: 'adamw' };
}
