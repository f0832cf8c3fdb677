import type { Tensor, Value } from '@cnn/tensor';
import type * as tf from '@tensorflow/tfjs-core';
import type { Contents, Draw } from './draw.ts';
import type { ScalarsOf, Sizes } from './sizes.ts';

/** Tensors for the inputs of an op; an optional input may be left out. */
type TensorsFor<I> = { readonly [K in keyof I]: I[K] extends Value ? Tensor : Tensor | undefined };

// biome-ignore lint/suspicious/noExplicitAny: tensors of all ranks, whose shapes only their ops know.
type AnyTensor = tf.Tensor<any>;

/** The same tensors in TensorFlow.js; bytes arrive as int32. */
type TheirTensorsFor<I> = { readonly [K in keyof I]: I[K] extends Value ? AnyTensor : AnyTensor | undefined };

/** How an op is put to the test. Adding an op takes one of these. */
export interface CaseSpec<I extends object, A, O extends string, S extends ScalarsOf<S>> {
  /** Tells it from other cases of the same op. */
  readonly variation?: string;
  /** Draws sizes and options. A failing case is shrunk by making its whole numbers smaller. */
  sizes(draw: Draw): S;
  /** The op's attributes. */
  attributes?(sizes: S): A;
  /** The op's inputs. */
  inputs(sizes: S, contents: Contents): TensorsFor<I>;
  /** What TensorFlow.js has in place of the op, by name of the output: all of them, or some. */
  tensorflow?(inputs: TheirTensorsFor<I>, attributes: A, sizes: S): { readonly [K in O]?: AnyTensor };
  /** Inputs that may hold NaN and infinities, of which the op's reference says what becomes. */
  readonly nonFinite?: readonly (keyof I & string)[];
  /** Largest error allowed against the f64 reference, relative to the largest value of a result. Default 2e-6. */
  readonly tolerance?: number;
  /** The same against TensorFlow.js, which rounds too. Default twice the tolerance. */
  readonly tensorflowTolerance?: number;
  /**
   * How large a result is if its terms do not happen to cancel out, √terms for a sum of products of normal
   * numbers: errors are relative to this where the largest value is smaller. Default 0.
   */
  magnitude?(sizes: S): number;
  /** Largest error allowed in units in the last place, for ops of which each result is exact on its own. */
  readonly ulps?: number;
}

/** A case of any op. */
export interface Case {
  /** `conv2d`, or `conv2d/winograd` for a variation. */
  readonly name: string;
  readonly op: AnyTested;
  readonly nonFinite: readonly string[];
  readonly tolerance: number;
  readonly tensorflowTolerance: number;
  readonly ulps: number | undefined;
  magnitude(sizes: Sizes): number;
  sizes(draw: Draw): Sizes;
  attributes(sizes: Sizes): unknown;
  inputs(sizes: Sizes, contents: Contents): Readonly<Record<string, Tensor | undefined>>;
  readonly tensorflow: TensorFlowEquivalent | undefined;
}

export type TensorFlowEquivalent = (
  inputs: Readonly<Record<string, AnyTensor | undefined>>,
  attributes: unknown,
  sizes: Sizes,
) => Readonly<Record<string, AnyTensor>>;

/** What is tested: an op, or a function under the name of one that puts it into a graph together with others. */
export interface Tested<I extends object, A, O extends string> {
  (inputs: I, attributes: A): { readonly [K in O]: Value };
  readonly opName: string;
}

// biome-ignore lint/suspicious/noExplicitAny: ops of all signatures.
export type AnyTested = Tested<any, any, any>;

/** Makes a case for an op; to be exported from a file in `cases/`, where it is found. */
export function defineCase<I extends object, A, O extends string, S extends ScalarsOf<S>>(
  op: Tested<I, A, O>,
  spec: CaseSpec<I, A, O, S>,
): Case {
  const { variation, nonFinite = [], ulps, attributes, magnitude, tensorflow } = spec;
  const { tolerance = 2e-6, tensorflowTolerance = 2 * tolerance } = spec;
  return {
    name: variation === undefined ? op.opName : `${op.opName}/${variation}`,
    op,
    nonFinite,
    tolerance,
    tensorflowTolerance,
    ulps,
    magnitude: (sizes) => magnitude?.(sizes as unknown as S) ?? 0,
    sizes: (draw) => spec.sizes(draw) as Sizes,
    attributes: (sizes) => attributes?.(sizes as unknown as S),
    inputs: spec.inputs as Case['inputs'],
    tensorflow: tensorflow as TensorFlowEquivalent | undefined,
  };
}
