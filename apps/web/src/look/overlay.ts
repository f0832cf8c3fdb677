import { imageFrom } from './picture.js';

type Shape = readonly [height: number, width: number, channels: number];

/** An image dimmed where a map is dark, as it is where the map is bright. */
export function throughMap(pixels: Uint8Array, map: Uint8Array, [height, width, channels]: Shape): ImageData {
  const image = imageFrom(pixels, height, width, channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const share = 0.12 + 0.88 * (map[pixel]! / 255);
    for (let channel = 0; channel < 3; channel++) image.data[pixel * 4 + channel]! *= share;
  }
  return image;
}
