import type { Tensor } from '@cnn/tensor';

/** The likeliest class of each pixel, of scores `[images, height, width, classes]`. */
export function likeliest({ shape, data }: Tensor<'f32'>): Uint8Array {
  const classes = shape.at(-1)!;
  return Uint8Array.from({ length: data.length / classes }, (_, pixel) => {
    let best = 0;
    for (let label = 1; label < classes; label++) {
      if (data[pixel * classes + label]! > data[pixel * classes + best]!) best = label;
    }
    return best;
  });
}
