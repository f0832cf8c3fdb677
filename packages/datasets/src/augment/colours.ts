/** Colours of images of numbers 0 … `full`, changed in place. */

/** All numbers times a factor. */
export function brighten(image: Float64Array, factor: number, full: number): void {
  for (let i = 0; i < image.length; i++) image[i] = Math.min(image[i]! * factor, full);
}

/** The distances from the image's mean grey times a factor. */
export function changeContrast(image: Float64Array, factor: number, channels: number, full: number): void {
  const mean = meanGrey(image, channels);
  for (let i = 0; i < image.length; i++) image[i] = apart(image[i]!, mean, factor, full);
}

/** The distances of red, green and blue from the pixel's grey times a factor. */
export function saturate(image: Float64Array, factor: number, full: number): void {
  for (let at = 0; at < image.length; at += 3) {
    const grey = greyAt(image, at);
    for (let i = at; i < at + 3; i++) image[i] = apart(image[i]!, grey, factor, full);
  }
}

/**
 * Turns the hues of red, green and blue by a share of the circle, keeping value and saturation (of HSV). Smith, "Color
 * gamut transform pairs", SIGGRAPH 1978.
 */
export function turnHue(image: Float64Array, turn: number): void {
  for (let at = 0; at < image.length; at += 3) {
    const value = Math.max(image[at]!, image[at + 1]!, image[at + 2]!);
    const chroma = value - Math.min(image[at]!, image[at + 1]!, image[at + 2]!);
    if (chroma === 0) continue;
    const hue = hueAt(image, at, value, chroma) + 6 * turn;
    image[at] = componentOf(hue + 5, value, chroma);
    image[at + 1] = componentOf(hue + 3, value, chroma);
    image[at + 2] = componentOf(hue + 1, value, chroma);
  }
}

/** In sixths of the circle: red is at 0, green at 2, blue at 4. */
function hueAt(image: Float64Array, at: number, value: number, chroma: number): number {
  const red = image[at]!;
  const green = image[at + 1]!;
  const blue = image[at + 2]!;
  if (value === red) return (green - blue) / chroma;
  return value === green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma;
}

/** Red, green or blue: most at its own hue, least on the other side of the circle. `hue` is counted from there. */
function componentOf(hue: number, value: number, chroma: number): number {
  const sixth = hue - 6 * Math.floor(hue / 6);
  return value - chroma * Math.max(0, Math.min(sixth, 4 - sixth, 1));
}

function apart(number: number, from: number, factor: number, full: number): number {
  return Math.min(Math.max(from + (number - from) * factor, 0), full);
}

/** Luma of ITU-R BT.601, as torchvision and Pillow have it. */
function greyAt(image: Float64Array, at: number): number {
  return 0.299 * image[at]! + 0.587 * image[at + 1]! + 0.114 * image[at + 2]!;
}

/** Of images that are not of three channels, the mean of all numbers. */
function meanGrey(image: Float64Array, channels: number): number {
  let sum = 0;
  if (channels !== 3) {
    for (const number of image) sum += number;
    return sum / image.length;
  }
  for (let at = 0; at < image.length; at += 3) sum += greyAt(image, at);
  return sum / (image.length / 3);
}
