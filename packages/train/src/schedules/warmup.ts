import { expectKnownOptions } from '@cnn/layers';
import { checkLearningRate, type LearningRate, rateAt } from '../learning-rate.js';
import { checkPositive } from '../numbers.js';
import type { Schedule } from './schedule.js';

/** Options of {@link warmup}. */
export interface WarmupOptions {
  /** Steps until the full rate is reached. */
  steps: number;
  /** What comes after them; its own steps count from their end. */
  after: LearningRate;
}

/**
 * A rate that rises along a line, (step + 1) / steps of the first one of what comes after.
 *
 * Goyal et al., "Accurate, large minibatch SGD", 2017, section 2.2.
 * @throws ConfigError for an option outside its range
 * @example warmup({ steps: 500, after: cosineDecay({ initialLearningRate: 0.1, decaySteps: 10_000 }) })
 */
export function warmup(options: WarmupOptions): Schedule {
  expectKnownOptions('warmup', options, ['steps', 'after']);
  const { steps, after } = options;
  checkPositive('The steps of warmup', steps);
  checkLearningRate(after);
  const full = rateAt(after, 0);
  return (step) => (step < steps ? (full * (step + 1)) / steps : rateAt(after, step - steps));
}
