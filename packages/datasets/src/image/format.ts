/** The formats of image files that are decoded, in Node and in pages alike. */
export type ImageFormat = 'jpeg' | 'png' | 'webp';

/** How files begin: a text, and how many bytes before it. */
const beginnings: readonly (readonly [text: string, at: number, what: string])[] = [
  ['\xff\xd8\xff', 0, 'jpeg'],
  ['\x89PNG\r\n\x1a\n', 0, 'png'],
  ['WEBP', 8, 'webp'],
  ['GIF8', 0, 'a GIF'],
  ['BM', 0, 'a BMP'],
  ['II*\0', 0, 'a TIFF'],
  ['MM\0*', 0, 'a TIFF'],
  ['ftypavif', 4, 'an AVIF'],
  ['ftyphei', 4, 'a HEIC'],
  ['ftypmif1', 4, 'a HEIC'],
  ['\xff\x0a', 0, 'a JPEG XL'],
  ['<svg', 0, 'an SVG'],
  ['<?xml', 0, 'an XML file'],
  ['%PDF', 0, 'a PDF'],
];

/**
 * The format of a file by its first bytes; names say little.
 * @throws Error, with what the file is instead as its message.
 */
export function imageFormat(bytes: Uint8Array): ImageFormat {
  if (bytes.length === 0) throw new Error('it is empty');
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const what = beginnings.find(([text, at]) => start.startsWith(text, at))?.[2];
  if (what === 'jpeg' || what === 'png' || what === 'webp') return what;
  throw new Error(`it is ${what ?? 'no image of a known format'}`);
}
