import { ConfigError } from '@cnn/tensor';
import { nearest } from './nearest.js';

/** How a message shows what arrived: strings in quotes, the rest as JSON. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number' || value === undefined) return String(value);
  return JSON.stringify(value) ?? String(value);
}

/** @throws ConfigError unless `value` is one of `names`; the message tells the nearest. */
export function oneOf<Name extends string>(what: string, value: unknown, names: readonly Name[]): Name {
  if (names.includes(value as Name)) return value as Name;
  const guess = typeof value === 'string' ? nearest(value, names) : undefined;
  const list = names.map((name) => `'${name}'`).join(', ');
  throw new ConfigError(
    `${what} is ${show(value)}; it can be ${list}. ${guess ? `Did you mean '${guess}'?` : 'Choose one of these.'}`,
  );
}

/** @throws ConfigError when an object has a key that is not among `known`. */
export function expectKnownOptions(what: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const guess = nearest(key, known);
    throw new ConfigError(
      `${what} has no option '${key}'; its options are ${known.join(', ')}. ${guess ? `Did you mean '${guess}'?` : 'Leave it out.'}`,
    );
  }
}

/** @throws ConfigError unless `value` is a whole number ≥ 1. */
export function wholePositive(what: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number;
  throw new ConfigError(`${what} is ${show(value)}; it must be a whole number. Choose 1 or more.`);
}

/** @throws ConfigError unless `value` is a finite number. */
export function finite(what: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new ConfigError(`${what} is ${show(value)}; it must be a finite number. Choose one.`);
}

/** @throws ConfigError unless `value` is a finite number > 0. */
export function positive(what: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new ConfigError(`${what} is ${show(value)}; it must be a number greater than 0. Choose one.`);
}

/** A number for all channels, or a list of one for each. @throws ConfigError */
export function perChannel(what: string, value: unknown): number | readonly number[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every(Number.isFinite)) return value as number | readonly number[];
  throw new ConfigError(
    `${what} is ${show(value)}; it must be a number for all channels, or a list of one for each. Pass one of these.`,
  );
}

/** Two sizes `[vertical, horizontal]` from one number for both, or a pair. @throws ConfigError */
export function pairOf(what: string, value: unknown): readonly [number, number] {
  if (!Array.isArray(value)) return [wholePositive(what, value), wholePositive(what, value)];
  if (value.length !== 2) {
    throw new ConfigError(
      `${what} is ${show(value)}; it must be one whole number, or two as [vertical, horizontal]. Pass one of these.`,
    );
  }
  return [wholePositive(what, value[0]), wholePositive(what, value[1])];
}

/** @throws ConfigError unless `value` is true or false. */
export function truth(what: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new ConfigError(`${what} is ${show(value)}; it must be true or false. Choose one of the two.`);
}
