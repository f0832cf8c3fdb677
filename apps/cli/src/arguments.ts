import { UsageError } from './errors.js';
import { didYouMean, either } from './nearest.js';

/**
 * Readers of option values. Each takes the option's name for its message and returns what commander
 * calls with the text that was typed.
 */
type Reader<T> = (text: string) => T;

/** @throws UsageError unless the text is a whole number, `least` or larger. */
export function wholeNumber(option: string, least: number, example: number): Reader<number> {
  return (text) => {
    const value = numberIn(text);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new UsageError(
      `${option} got '${text}'; expected a whole number, ${least} or larger, for example ${option} ${example}.`,
    );
  };
}

/** @throws UsageError unless the text is a number above 0. */
export function positiveNumber(option: string, example: number): Reader<number> {
  return (text) => {
    const value = numberIn(text);
    if (value > 0 && Number.isFinite(value)) return value;
    throw new UsageError(
      `${option} got '${text}'; expected a number above 0, for example ${option} ${example}.`,
    );
  };
}

/** @throws UsageError unless the text is a number from 0 up to, but not including, 1. */
export function fraction(option: string, example: number): Reader<number> {
  return (text) => {
    const value = numberIn(text);
    if (value >= 0 && value < 1) return value;
    throw new UsageError(
      `${option} got '${text}'; expected a number from 0 up to, but not including, 1, for example ${option} ${example}.`,
    );
  };
}

/** @throws UsageError unless the text is one of the names. */
export function oneOf<Name extends string>(option: string, names: readonly Name[]): Reader<Name> {
  return (text) => {
    const name = names.find((candidate) => candidate === text);
    if (name !== undefined) return name;
    throw new UsageError(`${option} got '${text}'; expected ${either(names)}${didYouMean(text, names)}`);
  };
}

/** Not `Number(text)`: that takes an empty text for 0, and hexadecimal. */
function numberIn(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
