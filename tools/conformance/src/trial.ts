import {
  input,
  interpret,
  type NdArray,
  randomStream,
  type Tensor,
  toNdArray,
  type Value,
} from '@cnn/tensor';
import type { Case } from './case.ts';
import { Contents, Draw } from './draw.ts';
import { formatSizes, type Sizes } from './sizes.ts';

/** A case with sizes, options and numbers: one computation. */
export interface Trial {
  readonly tested: Case;
  readonly sizes: Sizes;
  readonly attributes: unknown;
  readonly inputs: Readonly<Record<string, Tensor | undefined>>;
  /** The inputs as values of a graph. */
  readonly feeds: ReadonlyMap<Value, Tensor>;
  /** The results by name, as values of a graph. */
  readonly outputs: Readonly<Record<string, Value>>;
}

/** The sizes of the case number `index` of a seed. */
export function drawSizes(tested: Case, seed: number, index: number): Sizes {
  const draw = new Draw(randomStream(seed, tested.name, index));
  const sizes = tested.sizes(draw);
  return tested.nonFinite.length === 0 ? sizes : { ...sizes, nonFinite: draw.oneOf([0, 0, 0, 1, 5]) };
}

/**
 * Fills a case with numbers, which depend on the seed and the sizes alone.
 * @throws CnnError when the op cannot have these sizes
 */
export function makeTrial(tested: Case, seed: number, sizes: Sizes): Trial {
  const stream = randomStream(seed, tested.name, formatSizes(sizes));
  const attributes = tested.attributes(sizes);
  const inputs = tested.inputs(sizes, new Contents(stream));
  const draw = new Draw(stream);
  const places = tested.nonFinite.flatMap((name) => inputs[name] ?? []);
  for (let i = 0; i < Number(sizes['nonFinite'] ?? 0); i++) placeNonFinite(draw, draw.oneOf(places));
  const feeds = new Map<Value, Tensor>();
  const values = Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => {
      if (!tensor) return [name, undefined];
      const value = input(name, tensor.shape, tensor.dtype);
      feeds.set(value, tensor);
      return [name, value];
    }),
  );
  return { tested, sizes, attributes, inputs, feeds, outputs: tested.op(values, attributes) };
}

function placeNonFinite(draw: Draw, { data }: Tensor): void {
  if (data.length === 0) return;
  data[draw.between(0, data.length - 1)] = draw.oneOf([Number.NaN, Infinity, -Infinity]);
}

/** The results by the definition of the op. */
export function referenceResults({ outputs, feeds }: Trial): Map<string, NdArray> {
  const arrays = new Map([...feeds].map(([value, tensor]) => [value, toNdArray(tensor)]));
  const results = interpret(Object.values(outputs), arrays);
  return new Map(Object.keys(outputs).map((name, i) => [name, results[i]!]));
}
