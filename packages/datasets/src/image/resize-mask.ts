import { Tensor } from '@cnn/tensor';
import { voidClass } from '../segmentation-dataset.js';
import { type ImageSize, middle, type ResizeMode, resizedBox } from './resize.js';

/**
 * A mask `[height, width]` in another size, as `resizeImage` does it to its image: each pixel takes the class of the
 * nearest, since there is none between two. Beside an image that is padded there is nothing of a class.
 */
export function resizeMask(mask: Tensor<'u8'>, size: ImageSize, how: ResizeMode): Tensor<'u8'> {
  const [rows, columns] = mask.shape as [number, number];
  const whole = { top: 0, left: 0, height: rows, width: columns };
  const from = how === 'crop' ? middle(whole, size) : whole;
  const to = resizedBox(whole, size, how === 'pad' ? 'pad' : 'squash');
  const out = new Uint8Array(size.height * size.width).fill(voidClass);
  const across = nearest(columns, from.left, from.width, to.width);
  const down = nearest(rows, from.top, from.height, to.height);
  down.forEach((row, y) => {
    const begin = (to.top + y) * size.width + to.left;
    across.forEach((column, x) => {
      out[begin + x] = mask.data[row * columns + column]!;
    });
  });
  return new Tensor('u8', [size.height, size.width], out);
}

/** Which of `size` pixels each of `count` takes, when they share `length` of them from `begin` on. */
function nearest(size: number, begin: number, length: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    Math.min(size - 1, Math.floor(begin + ((index + 0.5) * length) / count)),
  );
}
