import { add, ConfigError, type Value, type WeightPenalty, weightPenalty } from '@cnn/tensor';
import { expectKnownOptions, show } from './options.js';
import type { Weight } from './weight.js';

/** What large weights add to the loss; made by `l1`, `l2` or `l1L2`. */
export interface Regularizer extends WeightPenalty {
  /** The class as Keras calls it. */
  readonly className: 'L1' | 'L2' | 'L1L2';
}

/** Regularizers that can be asked for by name, with Keras' defaults. */
export type RegularizerName = 'l1' | 'l2' | 'l1L2';

/** l1 · Σ |w|, which makes many weights small or 0. @throws ConfigError unless `factor` is a number ≥ 0 */
export function l1(factor = 0.01): Regularizer {
  return { className: 'L1', l1: checkFactor('l1', factor), l2: 0 };
}

/**
 * l2 · Σ w², which keeps all weights small. Its gradient is 2 · l2 · w.
 * @example conv2d({ filters: 32, kernelSize: 3, kernelRegularizer: l2(1e-4) })
 * @throws ConfigError unless `factor` is a number ≥ 0
 */
export function l2(factor = 0.01): Regularizer {
  return { className: 'L2', l1: 0, l2: checkFactor('l2', factor) };
}

/** Both: l1 · Σ |w| + l2 · Σ w². Both 0 by default, as in Keras. @throws ConfigError unless both are numbers ≥ 0 */
export function l1L2(factors: { readonly l1?: number; readonly l2?: number } = {}): Regularizer {
  expectKnownOptions('l1L2', factors, ['l1', 'l2']);
  const { l1: first = 0, l2: second = 0 } = factors;
  return { className: 'L1L2', l1: checkFactor('l1', first), l2: checkFactor('l2', second) };
}

const byName: Readonly<Record<RegularizerName, () => Regularizer>> = {
  l1: () => l1(),
  l2: () => l2(),
  l1L2: () => l1L2(),
};

/** @throws ConfigError unless `value` is a regularizer or the name of one */
export function regularizerOf(what: string, value: unknown): Regularizer | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value in byName) return byName[value as RegularizerName]();
  const { className, l1: first, l2: second } = value as Partial<Regularizer>;
  if (['L1', 'L2', 'L1L2'].includes(className ?? '') && isFactor(first) && isFactor(second))
    return value as Regularizer;
  throw new ConfigError(
    `${what} is ${show(value)}; it must be what l1(…), l2(…) or l1L2({ … }) made, or 'l1', 'l2', 'l1L2'. Pass l2(1e-4), for instance.`,
  );
}

/** Keras' JSON: `{ class_name: 'L2', config: { l2: 1e-4 } }`. */
export function regularizerConfig(regularizer: Regularizer | undefined): object | null {
  if (!regularizer) return null;
  const { className, l1: first, l2: second } = regularizer;
  const config = { L1: { l1: first }, L2: { l2: second }, L1L2: { l1: first, l2: second } }[className];
  return { module: 'keras.regularizers', class_name: className, config, registered_name: null };
}

/** A regularizer from its class and options in Keras' JSON; the class may also be a function's name. */
export function regularizerFrom(className: string, config: Readonly<Record<string, unknown>>): unknown {
  const { l1: first = 0, l2: second = 0 } = config as { l1?: number; l2?: number };
  return { className, l1: first, l2: second };
}

/** What the weights that training may change add to a loss, `[]`; undefined when none is regularized. */
export function penaltyOf(weights: readonly Weight[]): Value | undefined {
  const terms = weights.flatMap(({ trainable, regularizer, variable: w }) =>
    trainable && regularizer ? [weightPenalty({ w }, { l1: regularizer.l1, l2: regularizer.l2 }).y] : [],
  );
  if (terms.length === 0) return undefined;
  return terms.reduce((a, b) => add({ a, b }).y);
}

function checkFactor(name: string, factor: unknown): number {
  if (isFactor(factor)) return factor;
  throw new ConfigError(
    `The ${name} of a regularizer is ${show(factor)}; it must be a number, 0 or more. Choose one such as 1e-4.`,
  );
}

function isFactor(factor: unknown): factor is number {
  return typeof factor === 'number' && factor >= 0 && Number.isFinite(factor);
}
