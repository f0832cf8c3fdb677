import { truth } from '@cnn/layers';
import { averageWeights, ConfigError, type Value } from '@cnn/tensor';
import { checkShare } from '../numbers.js';

/** Averages of weights, which often judge better than the weights of any one step. */
export interface WeightAverageOptions {
  /**
   * Whether to keep an exponential moving average of all weights that are trained. Wherever weights are used without
   * learning, the averages then stand in for them: in validation and `evaluate`, in the model and what is saved.
   * Default false.
   */
  useEma?: boolean;
  /** How slowly the average forgets. Default 0.99. */
  emaMomentum?: number;
}

/** The slot of the averages. */
export const AVERAGE = 'average';

/** The rate that says how far these go towards the weights in a step. */
export const SHARE = 'average';

/** How slowly the average forgets; `undefined` for none. @throws ConfigError for an unusable option */
export function averageMomentum(
  optimizer: string,
  { useEma = false, emaMomentum }: WeightAverageOptions,
): number | undefined {
  truth(`The useEma of ${optimizer}`, useEma);
  if (emaMomentum !== undefined) checkShare(`The emaMomentum of ${optimizer}`, emaMomentum);
  if (useEma) return emaMomentum ?? 0.99;
  if (emaMomentum === undefined) return undefined;
  throw new ConfigError(
    `${optimizer} was given an emaMomentum without useEma, and keeps no average that would need one. Add useEma: true, or leave it out.`,
  );
}

/** How far the average goes towards the weights in a step: as in Keras, it begins with those after the first one. */
export function averageShare(momentum: number, step: number): number {
  return step === 1 ? 1 : 1 - momentum;
}

/** The averages with the weights after a step, which meet their constraints. */
export function averaged(average: Value, parameters: Value, share: Value): Value {
  return averageWeights({ average, parameters, share }).newAverage;
}
