import type { DecodePixels } from './pixels.js';

/** By the browser's own decoders, which work beside the page's thread. */
export const decodePixels: DecodePixels = async (bytes, format) => {
  const file = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${format}` });
  const options = { colorSpaceConversion: 'none', imageOrientation: 'from-image' } as const;
  const bitmap = await createImageBitmap(file, options).catch(() => {
    throw new Error('it is truncated or damaged');
  });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, rgba: context.getImageData(0, 0, width, height).data, orientation: 1 };
};
