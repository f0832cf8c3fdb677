import {
  elu,
  gelu,
  hardSigmoid,
  hardSilu,
  leakyRelu,
  relu,
  seluConstants,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
  type Value,
} from '@cnn/tensor';
import { oneOf } from './options.js';

const activations = {
  linear: (x: Value) => x,
  relu: (x: Value) => relu({ x }).y,
  relu6: (x: Value) => leakyRelu({ x }, { negativeSlope: 0, maxValue: 6 }).y,
  leakyRelu: (x: Value) => leakyRelu({ x }, { negativeSlope: 0.2 }).y,
  elu: (x: Value) => elu({ x }, { alpha: 1 }).y,
  selu: (x: Value) => elu({ x }, seluConstants).y,
  gelu: (x: Value) => gelu({ x }).y,
  silu: (x: Value) => silu({ x }).y,
  hardSilu: (x: Value) => hardSilu({ x }).y,
  sigmoid: (x: Value) => sigmoid({ x }).y,
  hardSigmoid: (x: Value) => hardSigmoid({ x }).y,
  tanh: (x: Value) => tanh({ x }).y,
  softplus: (x: Value) => softplus({ x }).y,
  softmax: (x: Value) => softmax({ x }).y,
} as const;

/** Other names of the same functions. */
const aliases = { swish: 'silu', hardSwish: 'hardSilu' } as const;

/**
 * Functions applied to a layer's sums, element by element; `softmax` over the last axis.
 * - `linear`: x as it is
 * - `relu`: max(x, 0); `relu6`: 6 at most; `leakyRelu`: 0.2 · x where x < 0
 * - `elu`: eˣ − 1 where x < 0; `selu`: the same, scaled so that activations settle at mean 0 and variance 1
 * - `gelu`: x · Φ(x), the share of the normal distribution below x
 * - `silu` or `swish`: x · sigmoid(x); `hardSilu` or `hardSwish`: x · hardSigmoid(x)
 * - `sigmoid`: 1 / (1 + e⁻ˣ); `hardSigmoid`: (x + 3) / 6 from 0 to 1
 * - `tanh`
 * - `softplus`: ln(1 + eˣ)
 * - `softmax`: eˣ / Σ eˣ, probabilities that sum to 1
 */
export type ActivationName = keyof typeof activations | keyof typeof aliases;

/** Adds an activation to a graph. */
export function activate(name: ActivationName, x: Value): Value {
  return activations[canonical(name)](x);
}

/**
 * The name under which an activation is stored, in camel case.
 * @throws ConfigError unless `name` is an activation's; the message tells the nearest
 */
export function activationName(what: string, name: unknown): ActivationName {
  const known = [...Object.keys(activations), ...Object.keys(aliases)] as ActivationName[];
  return canonical(oneOf(what, name, known));
}

function canonical(name: ActivationName): keyof typeof activations {
  return name in aliases ? aliases[name as keyof typeof aliases] : (name as keyof typeof activations);
}
