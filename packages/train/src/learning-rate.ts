import { show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';

/**
 * How far a step goes: a number, or a function of the step (0 for the first one that a trainer takes, not
 * of the epoch; it keeps counting from fit to fit). Where gradients are accumulated, the batches that make a move
 * are one step.
 * @example (step) => 1e-3 * 0.5 ** (step / 10_000)
 */
export type LearningRate = number | ((step: number) => number);

/** The rate at a step. @throws ConfigError when a function gives no usable number. */
export function rateAt(learningRate: LearningRate, step: number): number {
  if (typeof learningRate === 'number') return learningRate;
  const rate = learningRate(step);
  checkRate(`The learning rate at step ${step}`, rate);
  return rate;
}

/** @throws ConfigError unless this is a finite number ≥ 0, or a function. */
export function checkLearningRate(learningRate: LearningRate): void {
  if (typeof learningRate !== 'function') checkRate('The learning rate', learningRate);
}

function checkRate(what: string, rate: number): void {
  if (typeof rate === 'number' && Number.isFinite(rate) && rate >= 0) return;
  throw new ConfigError(
    `${what} is ${show(rate)}; it must be a finite number, 0 or larger. Choose one such as 0.001, or a function of the step that returns one.`,
  );
}
