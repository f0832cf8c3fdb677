import { crc32 } from 'node:zlib';
import { chunksOf } from './chunks.js';
import { codec, forgetCodec } from './codecs.node.js';
import type { ImageFormat } from './format.js';
import { orientationOf } from './orientation.js';
import type { DecodePixels } from './pixels.js';

/** By libjpeg, libwebp and Rust's png in WebAssembly, after the checks that these leave out. */
export const decodePixels: DecodePixels = async (bytes, format) => {
  if (format === 'jpeg') expectGreyOrRgb(bytes);
  if (format === 'png') expectWholePng(bytes);
  const { width, height, data } = await decode(bytes, format);
  return { width, height, rgba: data, orientation: orientationOf(bytes, format) };
};

async function decode(bytes: Uint8Array, format: ImageFormat): Promise<ImageData> {
  const run = await codec(format);
  try {
    return run(bytes);
  } catch (cause) {
    forgetCodec(format);
    throw new Error('it is truncated or damaged, or too large', { cause });
  }
}

function expectGreyOrRgb(bytes: Uint8Array): void {
  for (const { name, data } of chunksOf(bytes, 'jpeg')) {
    if (isFrame(name) && data[5] === 4) throw new Error('its colours are CMYK, which printers use');
  }
}

/** `c0` to `cf` begin a frame, but for three that define tables. */
function isFrame(marker: string): boolean {
  return /^c[0-9a-f]$/.test(marker) && !['c4', 'c8', 'cc'].includes(marker);
}

/** Each part of a PNG ends with its checksum. */
function expectWholePng(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let last = '';
  for (const { name, begin, end } of chunksOf(bytes, 'png')) {
    if (end > bytes.length) break;
    if (crc32(bytes.subarray(begin + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw new Error(`it is damaged (the checksum of ${name} is wrong)`);
    }
    last = name;
  }
  if (last !== 'IEND') throw new Error('it is truncated');
}
