import type { NdArray, Value } from './graph.js';
import { sizeOf } from './shape.js';
import type { Tensor } from './tensor.js';
import { topologicalValues } from './traverse.js';

/**
 * Computes values of a graph with the ops' f64 references: slow, and the standard that kernels are held to.
 * @param feeds contents of the inputs and variables
 */
export function interpret(roots: readonly Value[], feeds: ReadonlyMap<Value, NdArray>): NdArray[] {
  const results = new Map<Value, NdArray>(feeds);
  for (const value of topologicalValues(roots)) {
    if (results.has(value)) continue;
    const { source } = value;
    if (source.kind === 'constant') results.set(value, toNdArray(source.tensor));
    else if (source.kind === 'bundle')
      throw new Error('A bundle is memory, not mathematics: interpret its members.');
    else if (source.kind !== 'node') throw new Error(`'${source.name}' was given no contents.`);
    else {
      const { op, inputs, attributes, outputs } = source.node;
      const arrays = Object.fromEntries(
        Object.entries(inputs).map(([name, v]) => [name, v && results.get(v)]),
      );
      const filled = Object.fromEntries(
        Object.entries(outputs).map(([name, output]) => [name, zeros(output)]),
      );
      op.reference(arrays, attributes, filled);
      for (const [name, output] of Object.entries(outputs)) results.set(output, filled[name]!);
    }
  }
  return roots.map((root) => results.get(root)!);
}

/** A tensor's elements in f64. */
export function toNdArray({ shape, data }: Tensor): NdArray {
  return { shape, data: Float64Array.from(data) };
}

function zeros({ shape }: Value): NdArray {
  return { shape, data: new Float64Array(sizeOf(shape)) };
}
