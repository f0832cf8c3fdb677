import { ShapeError } from './errors.js';
import { checkShape, formatShape, type Shape, sizeOf } from './shape.js';

/** Element types: 32-bit floats for arithmetic, bytes for images, 32-bit integers for labels. */
export type DType = 'f32' | 'u8' | 'i32';

/** The typed array that holds elements of a dtype. */
export interface ArrayOf {
  f32: Float32Array;
  u8: Uint8Array;
  i32: Int32Array;
}

/** Bytes of one element. */
export const bytesPerElement: Record<DType, number> = { f32: 4, u8: 1, i32: 4 };

/**
 * A shape and a typed array owned by JavaScript, row by row with the last axis innermost.
 * Nothing to dispose of: the garbage collector does it, because no tensor lives in WebAssembly memory.
 */
export class Tensor<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: Shape;
  readonly data: ArrayOf[D];

  /** @throws ShapeError when `data` does not have as many elements as `shape` asks for. */
  constructor(dtype: D, shape: Shape, data: ArrayOf[D]) {
    checkShape(shape, 'A tensor');
    if (data.length !== sizeOf(shape)) {
      throw new ShapeError(
        `A tensor of shape ${formatShape(shape)} needs ${sizeOf(shape)} elements, but the array has ${data.length}. Pass an array of that length, or another shape.`,
      );
    }
    this.dtype = dtype;
    this.shape = shape;
    this.data = data;
  }

  /** Number of elements. */
  get size(): number {
    return this.data.length;
  }

  /**
   * Rows `begin` to `end` (exclusive) of the first axis, sharing this tensor's memory.
   * @throws ShapeError on a scalar or a range outside the first axis.
   */
  rows(begin: number, end: number): Tensor<D> {
    const [count, ...rest] = this.shape;
    if (count === undefined || begin < 0 || end > count || begin > end) {
      throw new ShapeError(
        `Rows ${begin} to ${end} of a tensor of shape ${formatShape(this.shape)} do not exist. Choose 0 ≤ begin ≤ end ≤ ${count ?? 0}.`,
      );
    }
    const row = sizeOf(rest);
    const data = this.data.subarray(begin * row, end * row) as ArrayOf[D];
    return new Tensor(this.dtype, [end - begin, ...rest], data);
  }

  /** The same elements under another shape. @throws ShapeError when the sizes differ. */
  reshape(shape: Shape): Tensor<D> {
    return new Tensor(this.dtype, shape, this.data);
  }
}

/** An f32 tensor from numbers or a `Float32Array` (which is used as it is, not copied). */
export function tensor(data: ArrayLike<number>, shape: Shape): Tensor<'f32'> {
  return new Tensor('f32', shape, data instanceof Float32Array ? data : Float32Array.from(data));
}
