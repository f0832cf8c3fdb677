import { randomStream, type Shape, sizeOf, Tensor } from '@cnn/tensor';

/** Normally distributed numbers, the same ones for the same shape. */
export function normalNumbers(shape: Shape): Tensor<'f32'> {
  const stream = randomStream(1, `numbers of ${shape}`);
  return new Tensor(
    'f32',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => stream.normal()),
  );
}

/** Classes from 0 to 9, one for each of `count` images. */
export function classNumbers(count: number): Tensor<'i32'> {
  const stream = randomStream(1, 'classes');
  return new Tensor(
    'i32',
    [count],
    Int32Array.from({ length: count }, () => stream.integer(10)),
  );
}

/** `count` images of 32 × 32 random bytes in three colours. */
export function imageBytes(count: number): Tensor<'u8'> {
  const stream = randomStream(1, 'images');
  const data = Uint8Array.from({ length: count * 32 * 32 * 3 }, () => stream.integer(256));
  return new Tensor('u8', [count, 32, 32, 3], data);
}
