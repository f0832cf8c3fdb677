import { type RandomStream, type Shape, sizeOf, Tensor } from '@cnn/tensor';

/** Draws sizes and options. */
export class Draw {
  readonly #stream: RandomStream;

  constructor(stream: RandomStream) {
    this.#stream = stream;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.#stream.integer(high - low + 1);
  }

  /** One of the items. */
  oneOf<const T>(items: readonly T[]): T {
    return items[this.#stream.integer(items.length)]!;
  }

  /** Elements of a tensor: a few, some, or so many that all threads have something to do. */
  length(): number {
    return this.oneOf([this.between(1, 9), this.between(10, 2000), this.between(8193, 40_000)]);
  }
}

/** Draws what tensors hold. */
export class Contents {
  readonly #stream: RandomStream;

  constructor(stream: RandomStream) {
    this.#stream = stream;
  }

  /** Normally distributed numbers of variance 1. */
  normal(shape: Shape): Tensor<'f32'> {
    return this.#floats(shape, () => this.#stream.normal());
  }

  /** Numbers from `low` up to `high`. */
  uniform(shape: Shape, low: number, high: number): Tensor<'f32'> {
    return this.#floats(shape, () => this.#stream.uniform(low, high));
  }

  /** Zeros and ones. */
  bits(shape: Shape): Tensor<'f32'> {
    return this.#floats(shape, () => this.#stream.integer(2));
  }

  /** Positive numbers that add up to 1 along the last axis. */
  distributions(shape: Shape): Tensor<'f32'> {
    const { data } = this.uniform(shape, 0.05, 1);
    const width = shape.at(-1)!;
    for (let begin = 0; begin < data.length; begin += width) {
      const row = data.subarray(begin, begin + width);
      const sum = row.reduce((a, b) => a + b, 0);
      for (let i = 0; i < width; i++) row[i]! /= sum;
    }
    return new Tensor('f32', shape, data);
  }

  /** Whole numbers from `low` to `high`, both included. */
  integers(shape: Shape, low: number, high: number): Tensor<'i32'> {
    const draw = (): number => low + this.#stream.integer(high - low + 1);
    return new Tensor('i32', shape, Int32Array.from({ length: sizeOf(shape) }, draw));
  }

  /** Bytes from 0 to `high`. */
  bytes(shape: Shape, high = 255): Tensor<'u8'> {
    const draw = (): number => this.#stream.integer(high + 1);
    return new Tensor('u8', shape, Uint8Array.from({ length: sizeOf(shape) }, draw));
  }

  #floats(shape: Shape, draw: () => number): Tensor<'f32'> {
    return new Tensor('f32', shape, Float32Array.from({ length: sizeOf(shape) }, draw));
  }
}
