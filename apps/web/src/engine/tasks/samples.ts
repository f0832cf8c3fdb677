import type { Tensor } from '@cnn/tensor';

/** Images of a set, one after another as bytes. */
export function pictures(x: Tensor<'u8'>, indices: readonly number[]): Uint8Array {
  const size = x.size / x.shape[0]!;
  const pixels = new Uint8Array(indices.length * size);
  indices.forEach((index, i) => {
    pixels.set(x.rows(index, index + 1).data, i * size);
  });
  return pixels;
}
