import { type RandomStream, type Shape, sizeOf, Tensor } from '@cnn/tensor';

/** Normally distributed numbers, or what `change` makes of them. */
export function randomTensor(
  stream: RandomStream,
  shape: Shape,
  change = (value: number): number => value,
): Tensor<'f32'> {
  const numbers = Float32Array.from({ length: sizeOf(shape) }, () => change(stream.normal()));
  return new Tensor('f32', shape, numbers);
}
