import type { Fields, InstructionName, Variant } from '@cnn/kernels';
import type { Shape } from './shape.js';
import type { DType, Tensor } from './tensor.js';

/** What is known of a tensor before it is computed. */
export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A tensor in a graph: a type and where it comes from. Values are compared by identity. */
export interface Value extends TensorType {
  readonly source: Source;
}

export type Source =
  /** Written by the caller before each run. */
  | { readonly kind: 'input'; readonly name: string }
  /** Keeps its contents from run to run, and is shared by all plans of a program. */
  | { readonly kind: 'variable'; readonly name: string; readonly region: Region }
  /** Never changes. */
  | { readonly kind: 'constant'; readonly tensor: Tensor }
  /** Variables or results laid next to each other in memory: no copy, one address for all of them. */
  | { readonly kind: 'bundle'; readonly members: readonly Value[]; readonly region: Region }
  /** An output of a node. */
  | { readonly kind: 'node'; readonly node: Node; readonly output: string };

/** Parts of the arena whose contents last. `state` is what layers keep besides parameters. */
export type Region = 'parameters' | 'gradients' | 'slots' | 'state';

/** One application of an op. */
export interface Node {
  readonly op: AnyOp;
  readonly inputs: Readonly<Record<string, Value | undefined>>;
  readonly attributes: unknown;
  readonly outputs: Readonly<Record<string, Value>>;
}

/** A value that the caller writes before each run. */
export function input(name: string, shape: Shape, dtype: DType = 'f32'): Value {
  return { shape, dtype, source: { kind: 'input', name } };
}

/** A value that lasts from run to run; all zeros until it is written. */
export function variable(name: string, shape: Shape, region: Region = 'parameters'): Value {
  return { shape, dtype: 'f32', source: { kind: 'variable', name, region } };
}

/** A value that never changes. */
export function constant(tensor: Tensor): Value {
  return { shape: tensor.shape, dtype: tensor.dtype, source: { kind: 'constant', tensor } };
}

/** An f64 array with a shape: what references compute with. Integers and bytes arrive as numbers, too. */
export interface NdArray {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** The inputs of an op by name; an optional input may be absent. */
export type Inputs = Readonly<Record<string, Value | undefined>>;

/** Inputs of an op as its reference gets them. */
export type ArraysOf<I> = { readonly [K in keyof I]: I[K] extends Value ? NdArray : NdArray | undefined };

/** What takes an address in an instruction: a value, scratch memory, or nothing (address 0). */
export type Operand = Value | Scratch | null;

/** Memory for the instructions of one node, shared by all threads. */
export interface Scratch {
  readonly bytes: number;
  /** Where a part of other scratch memory begins, in bytes. */
  readonly within?: { readonly whole: Scratch; readonly offset: number };
}

/** An operand, or what lies some bytes behind its beginning. */
export type Place = Operand | { readonly of: Operand; readonly bytes: number };

type OfFields<Name extends InstructionName> = { readonly [F in keyof Fields<Name>]?: number };

/** How an instruction for all images of a batch becomes one for some of them. */
export interface PerImage<Name extends InstructionName = InstructionName> {
  readonly images: number;
  /** Of how many images the first one has to be a multiple. Default 1. */
  readonly together?: number;
  /** Bytes from one image to the next in the operands that have a part for each. */
  readonly bytes: OfFields<Name>;
  /** How much of a number is for each image. */
  readonly counts: OfFields<Name>;
  /**
   * For sums over the images. There are so many `parts` of them, as many bytes apart, each of as many images; the
   * instruction has the fields `parts`, and `resume` for adding to what is there.
   */
  readonly sums?: { readonly parts: number; readonly bytes: OfFields<Name> };
  /** Whether it takes less time to compute the result once more, from what is at hand, than to bring it from memory. */
  readonly again?: boolean;
}

/** Collects the instructions of one node. */
export interface Tape {
  readonly variant: Variant;
  /** Whether results must have the same bits on every machine, so that no approximation by taste is allowed. */
  readonly deterministic: boolean;
  /** Whether anything takes this output of the node: another node, or whoever runs the computation. */
  isRead(output: Value): boolean;
  /** @param perImage for an instruction that may be given for some images at a time, see depth-first.ts */
  emit<Name extends InstructionName>(
    name: Name,
    fields: Fields<Name, Operand>,
    perImage?: PerImage<NoInfer<Name>>,
  ): void;
  /** Memory that all threads share until the node is done. 64-byte aligned, contents undefined. */
  scratch(bytes: number): Scratch;
  /**
   * The tape for instructions that read none but these operands. Where all of them are the same in every run,
   * as weights are in inference, these instructions run once, before the first, and scratch memory from this
   * tape keeps its contents; otherwise it is the same tape.
   */
  before(...operands: Operand[]): Tape;
  /** Asks for memory of each thread's own during an instruction (`workspace()` in a kernel). */
  workspace(bytesPerThread: number): void;
}

/**
 * Everything about an operation. The first output is the one that gradients flow through; others are
 * by-products (a pooling's winners, a loss's probabilities).
 */
export interface OpSpec<I extends object, A, O extends string> {
  /** Types of the outputs. @throws ShapeError when the inputs do not fit, ConfigError for attributes. */
  infer(inputs: I, attributes: A): { readonly [K in O]: TensorType };
  /** The definition in plain f64 arithmetic: fills the output arrays, which arrive as zeros. */
  reference(inputs: ArraysOf<I>, attributes: A, outputs: { readonly [K in O]: NdArray }): void;
  /** Gradients of the inputs that have one, given that of the first output, as values of the graph. */
  grad?(
    values: I & { readonly [K in O]: Value },
    dy: Value,
    attributes: A,
  ): { readonly [K in keyof I]?: Value };
  /** Inputs of floats without a gradient, that differentiation takes as constants whatever they depend on. */
  readonly constants?: readonly (keyof I & string)[];
  /** The kernel instructions. Absent in ops that only view memory. */
  lower?(values: I & { readonly [K in O]: Value }, attributes: A, tape: Tape): void;
  /** Outputs that are another view of an input's memory. */
  readonly views?: { readonly [K in O]?: keyof I & string };
  /** Outputs that are written over an input's memory, after everything else has read it. */
  readonly overwrites?: { readonly [K in O]?: keyof I & string };
}

/** An operation: call it with values and attributes to put a node into the graph. */
export interface Op<I extends object, A, O extends string> extends OpSpec<I, A, O> {
  (inputs: I, attributes: A): { readonly [K in O]: Value };
  readonly opName: string;
}

// biome-ignore lint/suspicious/noExplicitAny: ops of all signatures meet in a graph.
export type AnyOp = Op<any, any, any>;

/** Makes an op from its specification. Inputs that are `undefined` count as absent. */
export function defineOp<I extends object, A, O extends string>(
  opName: string,
  spec: OpSpec<I, A, O>,
): Op<I, A, O> {
  const apply = (inputs: I, attributes: A): { readonly [K in O]: Value } => {
    const types = spec.infer(inputs, attributes) as Record<string, TensorType>;
    const outputs: Record<string, Value> = {};
    const node: Node = { op, inputs: inputs as Inputs, attributes, outputs };
    for (const [output, type] of Object.entries(types)) {
      outputs[output] = { ...type, source: { kind: 'node', node, output } };
    }
    return outputs as { readonly [K in O]: Value };
  };
  const op: Op<I, A, O> = Object.assign(apply, spec, { opName });
  return op;
}
