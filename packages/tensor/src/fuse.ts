import type { Value } from './graph.js';
import type { Computation } from './plan.js';
import { rewrite } from './rewrite.js';

/** Folds what follows a convolution or a product into it, in the finished graph, gradients and all. */
export function fuse({ outputs, updates = [] }: Computation): Required<Computation> {
  const roots = [...Object.values(outputs), ...updates];
  const now = rewrite(roots, []);
  return { outputs: mapValues(outputs, now), updates: updates.map(now) };
}

export function simplify(roots: readonly Value[]): (value: Value) => Value {
  return rewrite(roots, []);
}

export function mapValues(
  values: Readonly<Record<string, Value>>,
  now: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, now(value)]));
}
