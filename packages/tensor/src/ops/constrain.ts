import { ConfigError } from '../errors.js';
import { defineOp, type Value } from '../graph.js';
import { formatShape, type Shape, sizeOf } from '../shape.js';
import { expectAxes, expectDtype } from './expect.js';

/** Where a weight lies among all parameters, as `bundlePlaces` tells. */
export interface PlaceOfWeight {
  /** Its first element. */
  readonly origin: number;
  readonly shape: Shape;
}

/** Bounds for the norms of a weight's vectors. */
export interface NormBounds extends PlaceOfWeight {
  /** Axes along which a vector lies, counted from 0: neighbours. */
  readonly axes: readonly number[];
  readonly least: number;
  readonly most: number;
  /** Share of the way to the bounds, 0 … 1. */
  readonly rate: number;
}

/** Keras' smallest divisor. */
const EPSILON = 1e-7;

/** Sets what is negative in one weight among all parameters to 0, in place. */
export const constrainNonNegative = defineOp<{ parameters: Value }, PlaceOfWeight, 'newParameters'>(
  'constrainNonNegative',
  {
    infer: ({ parameters }, place) => ({
      newParameters: expectPlace('constrainNonNegative', parameters, place),
    }),
    reference: ({ parameters }, { origin, shape }, { newParameters }) => {
      newParameters.data.set(parameters.data);
      for (let i = origin; i < origin + sizeOf(shape); i++)
        newParameters.data[i] = Math.max(0, parameters.data[i]!);
    },
    lower: ({ parameters }, { origin, shape }, tape) =>
      tape.emit('constrainNonNegative', { w: parameters, origin, length: sizeOf(shape) }),
    overwrites: { newParameters: 'parameters' },
  },
);

/**
 * Scales the vectors of one weight among all parameters, in place, in Keras' formula: w · wanted / (norm + 1e-7),
 * where wanted = rate · clip(norm, least, most) + (1 − rate) · norm.
 * @throws ConfigError unless the axes are neighbours among the weight's
 */
export const constrainNorm = defineOp<{ parameters: Value }, NormBounds, 'newParameters'>('constrainNorm', {
  infer: ({ parameters }, bounds) => {
    vectorsOf(bounds);
    return { newParameters: expectPlace('constrainNorm', parameters, bounds) };
  },
  reference: ({ parameters }, bounds, { newParameters }) => {
    const { origin, least, most, rate } = bounds;
    const { outer, terms, inner } = vectorsOf(bounds);
    newParameters.data.set(parameters.data);
    for (let vector = 0; vector < outer * inner; vector++) {
      const first = origin + Math.floor(vector / inner) * terms * inner + (vector % inner);
      const elements = Array.from({ length: terms }, (_, term) => first + term * inner);
      const norm = Math.sqrt(elements.reduce((sum, at) => sum + parameters.data[at]! ** 2, 0));
      const wanted = rate * Math.min(most, Math.max(least, norm)) + (1 - rate) * norm;
      for (const at of elements) newParameters.data[at]! *= wanted / (norm + EPSILON);
    }
  },
  lower: ({ parameters }, bounds, tape) => {
    const { origin, least, most, rate } = bounds;
    tape.emit('constrainNorm', { w: parameters, origin, ...vectorsOf(bounds), least, most, rate });
  },
  overwrites: { newParameters: 'parameters' },
});

function expectPlace(op: string, parameters: Value, { origin, shape }: PlaceOfWeight): Value {
  expectDtype(op, 'f32', { parameters });
  expectAxes(op, 'parameters', parameters.shape, '[elements]', 1);
  if (origin >= 0 && origin + sizeOf(shape) <= parameters.shape[0]!) return parameters;
  throw new Error(`${op}: no weight of shape ${formatShape(shape)} begins at ${origin} of these parameters.`);
}

/** A weight as `outer` × `inner` vectors of `terms` elements, `inner` apart. */
function vectorsOf({ shape, axes }: NormBounds): { outer: number; terms: number; inner: number } {
  const sorted = [...axes].sort((a, b) => a - b);
  const [first = -1] = sorted;
  const last = sorted.at(-1) ?? -1;
  if (first >= 0 && last < shape.length && sorted.every((axis, i) => axis === first + i)) {
    return {
      outer: sizeOf(shape.slice(0, first)),
      terms: sizeOf(shape.slice(first, last + 1)),
      inner: sizeOf(shape.slice(last + 1)),
    };
  }
  throw new ConfigError(
    `A norm is to be taken along the axes ${formatShape(axes)} of a weight of shape ${formatShape(shape)}; they must be neighbours among its axes. Choose [0] for dense kernels, [0, 1, 2] for those of convolutions.`,
  );
}
