import { ConfigError } from '@cnn/tensor';

/** How a message shows what arrived: strings in quotes, the rest as JSON. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number' || value === undefined) return String(value);
  return JSON.stringify(value) ?? String(value);
}

/** @throws ConfigError when an object has a key that is not among `known`. */
export function expectKnownOptions(what: string, options: object, known: readonly string[]): void {
  const stranger = Object.keys(options).find((key) => !known.includes(key));
  if (stranger === undefined) return;
  throw new ConfigError(
    `${what} has no option '${stranger}'; its options are ${known.join(', ')}. Leave it out, or correct its name.`,
  );
}

/** @throws ConfigError unless `value` is one of `names`. */
export function oneOf<Name extends string>(what: string, value: unknown, names: readonly Name[]): Name {
  if (names.includes(value as Name)) return value as Name;
  const list = names.map((name) => `'${name}'`).join(', ');
  throw new ConfigError(`${what} is ${show(value)}; it can be ${list}. Choose one of these.`);
}

/** @throws ConfigError unless `value` is a whole number, `least` or larger. */
export function whole(what: string, value: unknown, least: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number;
  throw new ConfigError(
    `${what} is ${show(value)}; it must be a whole number, ${least} or larger. Choose one.`,
  );
}

/** @throws ConfigError unless `value` is a finite number. */
export function finite(what: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new ConfigError(`${what} is ${show(value)}; it must be a finite number. Choose one.`);
}

/** @throws ConfigError unless `value` is a number from 0 to 1. */
export function share(what: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new ConfigError(`${what} is ${show(value)}; it must be a number from 0 to 1. Choose one.`);
}

/** A range that a number is drawn from: itself to either side of 0, or from the lower to the upper of two. */
export type Factor = number | readonly [lower: number, upper: number];

/** @throws ConfigError unless `value` is such a range, within bounds */
export function rangeOf(
  what: string,
  value: unknown,
  least: number,
  most: number,
): readonly [number, number] {
  const range = typeof value === 'number' ? [-value, value] : value;
  const good =
    Array.isArray(range) &&
    range.length === 2 &&
    range.every((bound) => typeof bound === 'number' && bound >= least && bound <= most) &&
    range[0] <= range[1];
  if (good) return [range[0] + 0, range[1] + 0];
  throw new ConfigError(
    `${what} is ${show(value)}; it must be a number from 0 to ${most}, or two from ${least} to ${most} as [lower, upper]. Choose such.`,
  );
}

/** @throws ConfigError unless `value` is a finite number > 0. */
export function positive(what: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new ConfigError(`${what} is ${show(value)}; it must be a number greater than 0. Choose one.`);
}
