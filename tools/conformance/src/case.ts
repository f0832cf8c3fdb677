import type { RandomStream, Tensor, Value } from '@cnn/tensor';
import type * as tf from '@tensorflow/tfjs-core';

/** One computation, done by both sides on the same numbers. */
export interface Case {
  /** Shapes and options, to find the case again by. */
  readonly label: string;
  readonly inputs: Readonly<Record<string, Tensor<'f32'>>>;
  /** The results by name, as values of a graph. */
  ours(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>>;
  /** The same results by TensorFlow.js. */
  theirs(tensors: Readonly<Record<string, tf.Tensor>>): Readonly<Record<string, tf.Tensor>>;
  /** Largest difference allowed, relative to the largest number of a result. */
  readonly tolerance: number;
}

/** Draws the sizes and numbers of a case. */
export type CaseMaker = (stream: RandomStream) => Case;

/** One of the items. */
export function pick<T>(stream: RandomStream, items: readonly T[]): T {
  return items[stream.integer(items.length)]!;
}

/** A whole number from `low` to `high`, both included. */
export function between(stream: RandomStream, low: number, high: number): number {
  return low + stream.integer(high - low + 1);
}
