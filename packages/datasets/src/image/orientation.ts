import { Tensor } from '@cnn/tensor';
import { chunksOf } from './chunks.js';
import type { ImageFormat } from './format.js';

/**
 * How a camera was held, 1 to 8 as EXIF counts: from 5 on the rows of the file are the columns of the picture.
 * JEITA CP-3451, "Exchangeable image file format", tag 274.
 */
export type Orientation = number;

const exifChunk = { jpeg: 'e1', png: 'eXIf', webp: 'EXIF' } as const;

/** The orientation that a file notes; 1, upright, when it notes none. */
export function orientationOf(bytes: Uint8Array, format: ImageFormat): Orientation {
  for (const { name, data } of chunksOf(bytes, format)) {
    if (name !== exifChunk[format]) continue;
    const marked = String.fromCharCode(...data.subarray(0, 6)) === 'Exif\0\0';
    // Other segments of a JPEG have the same marker, without these letters.
    if (marked || format !== 'jpeg') return orientationIn(marked ? data.subarray(6) : data);
  }
  return 1;
}

const orientationTag = 0x0112;

/** EXIF is a TIFF file: its byte order, 42, where the first directory is, and there twelve bytes for each tag. */
function orientationIn(tiff: Uint8Array): Orientation {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  if (tiff.length < 8) return 1;
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const tags = view.getUint16(directory, little);
  for (let tag = 0, at = directory + 2; tag < tags && at + 12 <= tiff.length; tag++, at += 12) {
    if (view.getUint16(at, little) !== orientationTag) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** The picture as it was seen, from an image `[height, width, channels]` as it lies in a file. */
export function upright(image: Tensor<'u8'>, orientation: Orientation): Tensor<'u8'> {
  if (orientation === 1) return image;
  const [height, width, channels] = image.shape as [number, number, number];
  const turned = orientation >= 5;
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBelow = [3, 4, 6, 7].includes(orientation);
  const [rows, columns] = turned ? [width, height] : [height, width];
  const out = new Uint8Array(image.size);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [y, x] = turned ? [column, row] : [row, column];
      const from = ((fromBelow ? height - 1 - y : y) * width + (fromRight ? width - 1 - x : x)) * channels;
      for (let c = 0; c < channels; c++) out[to++] = image.data[from + c]!;
    }
  }
  return new Tensor('u8', [rows, columns, channels], out);
}
