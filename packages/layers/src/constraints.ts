import {
  bundlePlaces,
  ConfigError,
  constrainNonNegative,
  constrainNorm,
  type Shape,
  type Value,
} from '@cnn/tensor';
import { expectKnownOptions, show } from './options.js';
import type { Weight } from './weight.js';

/** Bounds for the norms of a weight's vectors. */
export interface NormConstraint {
  /** The class as Keras calls it. */
  readonly className: 'MaxNorm' | 'UnitNorm' | 'MinMaxNorm';
  /** Axes along which a vector lies. */
  readonly axis: number | readonly number[];
  readonly minValue: number;
  readonly maxValue: number;
  readonly rate: number;
}

/** What weights are held to after each step; made by `maxNorm`, `nonNeg`, `unitNorm` or `minMaxNorm`. */
export type Constraint = NormConstraint | { readonly className: 'NonNeg' };

/** Constraints that can be asked for by name, with Keras' defaults. */
export type ConstraintName = 'maxNorm' | 'nonNeg' | 'unitNorm' | 'minMaxNorm';

export interface NormOptions {
  /** Axes along which a vector lies, neighbours: 0 (default) for dense kernels, `[0, 1, 2]` for convolutions'. */
  readonly axis?: number | readonly number[];
}

export interface MaxNormOptions extends NormOptions {
  /** Default 2. */
  readonly maxValue?: number;
}

export interface MinMaxNormOptions extends NormOptions {
  /** Default 0. */
  readonly minValue?: number;
  /** Default 1. */
  readonly maxValue?: number;
  /** Share of the way to the bounds that a step goes. Default 1. */
  readonly rate?: number;
}

/**
 * Vectors of a weight get no longer than `maxValue`.
 * Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 2014.
 * @example dense({ units: 10, kernelConstraint: maxNorm({ maxValue: 3 }) })
 * @throws ConfigError for unusable options
 */
export function maxNorm(options: MaxNormOptions = {}): Constraint {
  expectKnownOptions('maxNorm', options, ['maxValue', 'axis']);
  const { maxValue = 2, axis = 0 } = options;
  return normConstraint('MaxNorm', { minValue: 0, maxValue, rate: 1, axis });
}

/** Vectors of a weight have length 1. @throws ConfigError for unusable options */
export function unitNorm(options: NormOptions = {}): Constraint {
  expectKnownOptions('unitNorm', options, ['axis']);
  return normConstraint('UnitNorm', { minValue: 1, maxValue: 1, rate: 1, axis: options.axis ?? 0 });
}

/** Vectors of a weight get neither shorter nor longer than bounds. @throws ConfigError for unusable options */
export function minMaxNorm(options: MinMaxNormOptions = {}): Constraint {
  expectKnownOptions('minMaxNorm', options, ['minValue', 'maxValue', 'rate', 'axis']);
  const { minValue = 0, maxValue = 1, rate = 1, axis = 0 } = options;
  return normConstraint('MinMaxNorm', { minValue, maxValue, rate, axis });
}

/** Weights do not get negative: those that would become 0. */
export function nonNeg(): Constraint {
  return { className: 'NonNeg' };
}

const byName: Readonly<Record<ConstraintName, () => Constraint>> = {
  maxNorm: () => maxNorm(),
  nonNeg,
  unitNorm: () => unitNorm(),
  minMaxNorm: () => minMaxNorm(),
};

/** @throws ConfigError unless `value` is a constraint or the name of one */
export function constraintOf(what: string, value: unknown): Constraint | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value in byName) return byName[value as ConstraintName]();
  const { className } = value as Partial<Constraint>;
  if (['MaxNorm', 'UnitNorm', 'MinMaxNorm', 'NonNeg'].includes(className ?? '')) return value as Constraint;
  throw new ConfigError(
    `${what} is ${show(value)}; it must be what maxNorm, nonNeg, unitNorm or minMaxNorm made, or one of these names. Pass maxNorm({ maxValue: 3 }), for instance.`,
  );
}

/** Keras' JSON: `{ class_name: 'MaxNorm', config: { max_value: 2, axis: 0 } }`. */
export function constraintConfig(constraint: Constraint | undefined): object | null {
  if (!constraint) return null;
  const { className } = constraint;
  return {
    module: 'keras.constraints',
    class_name: className,
    config: optionsOf(constraint),
    registered_name: null,
  };
}

function optionsOf(constraint: Constraint): object {
  if (constraint.className === 'NonNeg') return {};
  const { className, axis, minValue, maxValue, rate } = constraint;
  if (className === 'UnitNorm') return { axis };
  if (className === 'MaxNorm') return { max_value: maxValue, axis };
  return { min_value: minValue, max_value: maxValue, rate, axis };
}

/** A constraint from its class and options in Keras' JSON. */
export function constraintFrom(className: string, config: Readonly<Record<string, unknown>>): unknown {
  const { min_value: minValue, max_value: maxValue, rate, axis } = config;
  const given = Object.entries({ minValue, maxValue, rate, axis }).filter(([, value]) => value !== undefined);
  const options = Object.fromEntries(given);
  if (className === 'MaxNorm') return maxNorm(options);
  if (className === 'UnitNorm') return unitNorm(options);
  if (className === 'MinMaxNorm') return minMaxNorm(options);
  return { className };
}

/** @throws ConfigError when vectors of a weight of this shape cannot lie along the constraint's axes */
export function checkConstraint(label: string, role: string, constraint: Constraint, shape: Shape): void {
  if (constraint.className === 'NonNeg') return;
  const axes = axesOf(constraint, shape).sort((a, b) => a - b);
  if (axes.every((axis, i) => axis >= 0 && axis < shape.length && axis === axes[0]! + i)) return;
  throw new ConfigError(
    `The ${role}Constraint of ${label} has the axis ${show(constraint.axis)}; it must name neighbouring axes of ${show(shape)}. Choose [0, 1, 2] for the kernels of convolutions, 0 for those of dense layers and biases.`,
  );
}

/**
 * Holds weights to their constraints, in place.
 * @param weights some that lie in `bundle`
 * @param parameters the contents of the bundle, as an optimizer has changed them
 * @returns them when all constraints are met
 */
export function constrain(weights: readonly Weight[], bundle: Value, parameters: Value): Value {
  const places = bundlePlaces(bundle);
  return weights.reduce((all, { constraint, variable, shape }) => {
    const origin = places.get(variable);
    if (!constraint || origin === undefined) return all;
    if (constraint.className === 'NonNeg')
      return constrainNonNegative({ parameters: all }, { origin, shape }).newParameters;
    const { minValue: least, maxValue: most, rate } = constraint;
    const bounds = { origin, shape, axes: axesOf(constraint, shape), least, most, rate };
    return constrainNorm({ parameters: all }, bounds).newParameters;
  }, parameters);
}

function axesOf({ axis }: NormConstraint, shape: Shape): number[] {
  return [axis].flat().map((each) => (each < 0 ? each + shape.length : each));
}

function normConstraint(
  className: NormConstraint['className'],
  options: Omit<NormConstraint, 'className'>,
): Constraint {
  const { minValue, maxValue, rate, axis } = options;
  const axes: readonly unknown[] = Array.isArray(axis) ? axis : [axis];
  const bounds = minValue >= 0 && maxValue >= minValue && Number.isFinite(maxValue);
  if (bounds && rate >= 0 && rate <= 1 && axes.length > 0 && axes.every(Number.isSafeInteger))
    return { className, ...options };
  throw new ConfigError(
    `A ${className} has the norms ${show(minValue)} to ${show(maxValue)}, the rate ${show(rate)} and the axis ${show(axis)}; norms are 0 or more, the smaller first, a rate is 0 to 1, and an axis a whole number or several. Change what is none.`,
  );
}
