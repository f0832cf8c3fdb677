// Checks of options that are numbers; a message says whose option it is.

import { show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';

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

/** @throws ConfigError unless `value` lies in [0, 1), as a share that is kept from step to step must. */
export function checkShare(what: string, value: number): void {
  if (typeof value === 'number' && value >= 0 && value < 1) return;
  throw new ConfigError(
    `${what} is ${show(value)}; it must be a number from 0 up to, but not including, 1. Choose one such as 0.9.`,
  );
}

/** @throws ConfigError unless `value` is finite and > 0, as what is added to a divisor must be. */
export function checkEpsilon(what: string, value: number): void {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return;
  throw new ConfigError(
    `${what} is ${show(value)}; it must be a finite number larger than 0, which a division needs. Choose one such as 1e-7.`,
  );
}
