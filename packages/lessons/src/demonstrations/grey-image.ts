/** A picture in grey, row by row, from 0 for black to 1 for white. */
export interface GreyImage {
  readonly height: number;
  readonly width: number;
  /** `[height, width]`. */
  readonly pixels: readonly number[];
}

/** Largest side of the pictures that are taken apart pixel by pixel. */
export const GREY_SIDE = 32;

/**
 * A picture of bytes in grey, the mean of its channels, and no larger than {@link GREY_SIDE}: of larger ones, each pixel
 * is the one in the middle of its share.
 * @param pixels `[height, width, channels]`
 */
export function greyImage(
  pixels: Uint8Array,
  [height, width, channels]: readonly [number, number, number],
): GreyImage {
  const step = Math.max(1, Math.max(height, width) / GREY_SIDE);
  const [rows, columns] = [Math.floor(height / step), Math.floor(width / step)];
  const grey = (row: number, column: number): number => {
    const at = (Math.floor((row + 0.5) * step) * width + Math.floor((column + 0.5) * step)) * channels;
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += pixels[at + channel]!;
    return sum / (255 * channels);
  };
  return painted(rows, columns, grey);
}

/** A picture made by a function of row and column. */
export function painted(
  height: number,
  width: number,
  shade: (row: number, column: number) => number,
): GreyImage {
  const pixels = Array.from({ length: height * width }, (_, i) => shade(Math.floor(i / width), i % width));
  return { height, width, pixels };
}

/** A picture moved to the right by whole pixels; what leaves it on one side comes in on the other. */
export function movedRight({ height, width, pixels }: GreyImage, by: number): GreyImage {
  return painted(height, width, (row, column) => pixels[row * width + ((column - by + width) % width)]!);
}
