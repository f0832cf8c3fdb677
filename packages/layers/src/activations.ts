import { relu, sigmoid, softmax, tanh, type Value } from '@cnn/tensor';
import { oneOf } from './options.js';

/**
 * Functions applied to a layer's sums, element by element; `softmax` over the last axis.
 * - `linear`: x as it is
 * - `relu`: max(x, 0)
 * - `sigmoid`: 1 / (1 + e⁻ˣ)
 * - `tanh`
 * - `softmax`: eˣ / Σ eˣ, probabilities that sum to 1
 */
export type ActivationName = 'linear' | 'relu' | 'sigmoid' | 'tanh' | 'softmax';

const activations: Readonly<Record<ActivationName, (x: Value) => Value>> = {
  linear: (x) => x,
  relu: (x) => relu({ x }).y,
  sigmoid: (x) => sigmoid({ x }).y,
  tanh: (x) => tanh({ x }).y,
  softmax: (x) => softmax({ x }).y,
};

/** Adds an activation to a graph. */
export function activate(name: ActivationName, x: Value): Value {
  return activations[name](x);
}

/** @throws ConfigError unless `name` is an activation's; the message tells the nearest. */
export function activationName(what: string, name: unknown): ActivationName {
  return oneOf(what, name, Object.keys(activations) as ActivationName[]);
}
