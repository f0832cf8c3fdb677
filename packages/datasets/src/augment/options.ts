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

/** @throws ConfigError unless `value` is a number from `least` to `most`. */
export function between(what: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new ConfigError(
    `${what} is ${show(value)}; it must be a number from ${least} to ${most}. Choose one.`,
  );
}
