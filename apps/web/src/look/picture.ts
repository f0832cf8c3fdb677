import type { Frame } from '../engine/protocol/neuron.js';

/** A picture of bytes, grey or colour, as a canvas takes it. */
export function imageFrom(pixels: Uint8Array, height: number, width: number, channels: number): ImageData {
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[pixel * 4 + channel] = pixels[pixel * channels + (channels === 3 ? channel : 0)]!;
    }
    image.data[pixel * 4 + 3] = 255;
  }
  return image;
}

/** Shows a picture in a canvas, which takes its size. */
export function showPicture(canvas: HTMLCanvasElement, image: ImageData): void {
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')!.putImageData(image, 0, 0);
}

/** Where a frame lies over a picture, as much of it as is within, for the `style` of an element over it. */
export function boxStyle({ row, column, height, width }: Frame, rows: number, columns: number): string {
  const percent = (cells: number, of: number): string => `${(100 * cells) / of}%`;
  const [top, left] = [Math.max(0, row), Math.max(0, column)];
  const [bottom, right] = [Math.min(rows, row + height), Math.min(columns, column + width)];
  return `top: ${percent(top, rows)}; left: ${percent(left, columns)}; width: ${percent(right - left, columns)}; height: ${percent(bottom - top, rows)}`;
}
