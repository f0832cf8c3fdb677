import { resizedBox, voidClass } from '@cnn/datasets';
import { Tensor } from '@cnn/tensor';
import type { ImageData } from 'fast-png';
import { classColour } from './class-colours.js';

/**
 * The likeliest class of each pixel of a picture of another size, `[height, width]`, from the scores of the image that
 * a model saw, `[rows, columns, classes]`, in which the picture lies as `how` says. Scores between pixels are those of
 * the four around, each by how near it is.
 */
export function labelMap(
  scores: Tensor<'f32'>,
  [height, width]: readonly [number, number],
  how: 'pad' | 'squash',
): Tensor<'u8'> {
  const [rows, columns, classes] = scores.shape as [number, number, number];
  const box = resizedBox({ height, width }, { height: rows, width: columns }, how);
  const down = between(box.top, box.height, height);
  const across = between(box.left, box.width, width);
  const { data } = scores;
  const out = new Uint8Array(height * width);
  let to = 0;
  for (const [top, bottom, low] of down) {
    for (const [left, right, far] of across) {
      const corners = [
        top * columns + left,
        top * columns + right,
        bottom * columns + left,
        bottom * columns + right,
      ];
      const [a, b, c, d] = corners.map((pixel) => pixel * classes) as [number, number, number, number];
      let [best, most] = [0, Number.NEGATIVE_INFINITY];
      for (let k = 0; k < classes; k++) {
        const upper = data[a + k]! + far * (data[b + k]! - data[a + k]!);
        const lower = data[c + k]! + far * (data[d + k]! - data[c + k]!);
        const score = upper + low * (lower - upper);
        if (score > most) [best, most] = [k, score];
      }
      out[to++] = best;
    }
  }
  return new Tensor('u8', [height, width], out);
}

/** Of each of `count` pixels that share `length` others from `begin` on: its two neighbours, and how near the second is. */
function between(
  begin: number,
  length: number,
  count: number,
): [first: number, second: number, share: number][] {
  const last = begin + length - 1;
  return Array.from({ length: count }, (_, index) => {
    const place = Math.min(last, Math.max(begin, begin + ((index + 0.5) * length) / count - 0.5));
    const first = Math.floor(place);
    return [first, Math.min(last, first + 1), place - first];
  });
}

/** A mask as a picture with a palette: its numbers are the classes, and programs show them in colours. */
export function maskPicture({ shape, data }: Tensor<'u8'>): ImageData {
  const [height, width] = shape as [number, number];
  const palette = Array.from({ length: 256 }, (_, label) => classColour(label));
  return { width, height, channels: 1, depth: 8, data, palette };
}

/** The picture `[height, width, 1 or 3]`, tinted with the colours of its classes but for the first. */
export function overlay(picture: Tensor<'u8'>, labels: Tensor<'u8'>): ImageData {
  const [height, width, channels] = picture.shape as [number, number, number];
  const data = new Uint8Array(height * width * 3);
  labels.data.forEach((label, pixel) => {
    const tint = label === 0 || label === voidClass ? undefined : classColour(label);
    for (let c = 0; c < 3; c++) {
      const value = picture.data[pixel * channels + (channels === 3 ? c : 0)]!;
      data[pixel * 3 + c] = tint ? (value + tint[c]!) / 2 : value;
    }
  });
  return { width, height, channels: 3, data };
}
