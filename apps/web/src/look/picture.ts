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
