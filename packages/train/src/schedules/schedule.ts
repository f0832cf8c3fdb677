import { show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';

/** The learning rate of each step; 0 is the first one that a trainer takes. */
export type Schedule = (step: number) => number;

/** @throws ConfigError unless it is a finite number ≥ 0, as a learning rate is. */
export function checkRate(what: string, rate: number): void {
  if (typeof rate === 'number' && Number.isFinite(rate) && rate >= 0) return;
  throw new ConfigError(
    `${what} is ${show(rate)}; it must be a finite number, 0 or larger. Choose one such as 0.1.`,
  );
}

/** @throws ConfigError unless it is a finite number > 0. */
export function checkPositive(what: string, value: number): void {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return;
  throw new ConfigError(
    `${what} is ${show(value)}; it must be a finite number above 0. Choose a larger one.`,
  );
}

/** @throws ConfigError unless it lies from 0 to 1. */
export function checkFraction(what: string, value: number): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw new ConfigError(`${what} is ${show(value)}; it must be a number from 0 to 1. Choose one in between.`);
}

/** From `begin` to `end` along half a cosine, as `progress` goes from 0 to 1. */
export function alongCosine(begin: number, end: number, progress: number): number {
  return end + ((begin - end) / 2) * (1 + Math.cos(Math.PI * progress));
}
