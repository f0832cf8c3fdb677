import { Tensor } from '@cnn/tensor';

/**
 * A map in another size, in between its pixels in proportion to the distances from their centres, beyond the
 * outermost as these: bilinear interpolation with half-pixel centres, as images are scaled.
 * @param map `[rows, columns]`
 * @returns `[height, width]`
 */
export function enlarge(map: Tensor<'f32'>, height: number, width: number): Tensor<'f32'> {
  const [rows, columns] = map.shape as [number, number];
  const data = new Float32Array(height * width);
  for (let y = 0; y < height; y++) {
    const vertical = between(y, height, rows);
    for (let x = 0; x < width; x++) {
      const horizontal = between(x, width, columns);
      const along = (row: number): number =>
        map.data[row * columns + horizontal.first]! * (1 - horizontal.share) +
        map.data[row * columns + horizontal.second]! * horizontal.share;
      data[y * width + x] =
        along(vertical.first) * (1 - vertical.share) + along(vertical.second) * vertical.share;
    }
  }
  return new Tensor('f32', [height, width], data);
}

/** The two cells whose centres a target cell's centre lies between, and the second one's share. */
function between(
  target: number,
  size: number,
  cells: number,
): { first: number; second: number; share: number } {
  const centre = ((target + 0.5) * cells) / size - 0.5;
  const clamped = Math.min(Math.max(centre, 0), cells - 1);
  const first = Math.floor(clamped);
  return { first, second: Math.min(first + 1, cells - 1), share: clamped - first };
}
