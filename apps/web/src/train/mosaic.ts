import type { Samples } from '../engine/protocol/data.js';
import { imageFrom } from '../look/picture.js';

/** Draws images in rows of `columns`, a gap of a twelfth of an image between them. */
export function drawMosaic(
  canvas: HTMLCanvasElement,
  { pixels, labels }: Samples,
  [height, width, channels]: readonly [number, number, number],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): void {
  const gap = Math.ceil(width / 12);
  canvas.width = columns * (width + gap) - gap;
  canvas.height = rows * (height + gap) - gap;
  const context = canvas.getContext('2d')!;
  for (let i = 0; i < Math.min(labels.length, columns * rows); i++) {
    const image = imageFrom(pixels.subarray(i * height * width * channels), height, width, channels);
    context.putImageData(image, (i % columns) * (width + gap), Math.floor(i / columns) * (height + gap));
  }
}
