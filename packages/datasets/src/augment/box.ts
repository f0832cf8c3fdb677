import type { ImageSize } from './image-batch.js';

/** A part of an image. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** The part of a box that is inside the image. */
export function boxWithin(image: ImageSize, box: Box): Box {
  const top = Math.max(box.top, 0);
  const left = Math.max(box.left, 0);
  return {
    top,
    left,
    height: Math.max(0, Math.min(box.top + box.height, image.height) - top),
    width: Math.max(0, Math.min(box.left + box.width, image.width) - left),
  };
}

/** Calls `visit` with where each row of a box begins in its image, and how many numbers it has. */
export function eachRowOf(
  { top, left, height, width }: Box,
  image: ImageSize,
  visit: (offset: number, length: number) => void,
): void {
  for (let row = top; row < top + height; row++) {
    visit((row * image.width + left) * image.channels, width * image.channels);
  }
}
