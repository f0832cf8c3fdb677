import { Tensor } from '@cnn/tensor';
import { flipColumns } from './random-flip.js';

/** Each image, left to right, of `[count, height, width, channels]`; those that are given stay as they are. */
export function mirrorImages<D extends 'u8' | 'f32'>({ dtype, shape, data }: Tensor<D>): Tensor<D> {
  const [count, height, width, channels] = shape as [number, number, number, number];
  const mirrored = data.slice() as typeof data;
  for (let image = 0; image < count; image++) {
    const begin = image * height * width * channels;
    flipColumns({ data: mirrored, begin, height, width, channels, isMask: false });
  }
  return new Tensor(dtype, shape, mirrored);
}
