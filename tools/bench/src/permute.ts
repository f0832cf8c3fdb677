import { sizeOf, Tensor } from '@cnn/tensor';

/** Reorders axes: axis `i` of the result is axis `order[i]` of `x`. */
export function permute(x: Tensor<'f32'>, order: readonly number[]): Tensor<'f32'> {
  const strides = x.shape.map((_, axis) => sizeOf(x.shape.slice(axis + 1)));
  const shape = order.map((axis) => x.shape[axis]!);
  const data = new Float32Array(x.size);
  for (let index = 0; index < data.length; index++) {
    let rest = index;
    let from = 0;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      from += (rest % shape[axis]!) * strides[order[axis]!]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    data[index] = x.data[from]!;
  }
  return new Tensor('f32', shape, data);
}
