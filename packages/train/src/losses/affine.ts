import { constant, rescale, tensor, type Value } from '@cnn/tensor';

/** factor · x + offset, element by element. */
export function affine(x: Value, factor: number, offset: number): Value {
  const number = (value: number): Value => constant(tensor([value], [1]));
  return rescale({ x, scale: number(factor), offset: number(offset) }).y;
}
