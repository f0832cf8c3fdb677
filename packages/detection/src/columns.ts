import { constant, matMul, pad2d, reshape, sizeOf, tensor, type Value } from '@cnn/tensor';

/** Columns `from` to `to` (exclusive) of the last axis: x `[…, width]` → `[…, to − from]`. */
export function columns(x: Value, from: number, to: number): Value {
  const width = x.shape.at(-1)!;
  const outer = x.shape.slice(0, -1);
  const table = reshape({ x }, [1, sizeOf(outer), width, 1]).y;
  const cut = pad2d({ x: table }, [
    [0, 0],
    [-from, to - width],
  ]).y;
  return reshape({ x: cut }, [...outer, to - from]).y;
}

/** The sum over the last axis: x `[…, width]` → `[…]`. */
export function sumOfColumns(x: Value): Value {
  const width = x.shape.at(-1)!;
  const outer = x.shape.slice(0, -1);
  const ones = constant(tensor(new Float32Array(width).fill(1), [width, 1]));
  const sums = matMul({ a: reshape({ x }, [sizeOf(outer), width]).y, b: ones }, {}).y;
  return reshape({ x: sums }, outer).y;
}
