import { type RandomStream, type Shape, sizeOf, Tensor } from '@cnn/tensor';

/** Normally distributed numbers. */
export function randomTensor(stream: RandomStream, shape: Shape): Tensor<'f32'> {
  return new Tensor(
    'f32',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => stream.normal()),
  );
}
