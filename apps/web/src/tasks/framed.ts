import type { LabelledBox } from '@cnn/datasets';
import { objectColour } from './class-colours.js';

/** A picture of bytes with a frame around each object, in the colour of its class. */
export function framed(
  pixels: Uint8Array,
  objects: readonly LabelledBox[],
  [height, width, channels]: readonly [number, number, number],
): Uint8Array {
  const drawn = pixels.slice();
  const thickness = Math.max(1, Math.round(width / 32));
  for (const { label, ...box } of objects) {
    const colour = objectColour(label);
    const [left, right] = [Math.round(box.left * width), Math.round(box.right * width)];
    const [top, bottom] = [Math.round(box.top * height), Math.round(box.bottom * height)];
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const fromEdge = Math.min(x - left, right - 1 - x, y - top, bottom - 1 - y);
        if (fromEdge < thickness) drawn.set(colour.slice(0, channels), (y * width + x) * channels);
      }
    }
  }
  return drawn;
}
