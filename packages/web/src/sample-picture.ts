import type { Sample } from './engine/playground-protocol.js';

/** A sample as a picture, which says what it shows. */
export function pictureOf({ name, width, height, pixels }: Sample): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height, role: 'img', ariaLabel: name });
  canvas.getContext('2d')!.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}
