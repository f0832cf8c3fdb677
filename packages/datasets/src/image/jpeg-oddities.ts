// Cameras and programs write JPEG files with faults that do not touch the picture. libjpeg complains of them as it does
// of files that are damaged, and tells the first of its complaints alone, which would hide others.

import { chunksOf } from './chunks.js';

/** A byte of a segment. */
interface Code {
  at: number;
  isKnown(value: number): boolean;
}

const majorVersion: Code = { at: 5, isKnown: (version) => version === 1 };
/** 0 where the colours are red, green and blue; 1, as is supposed of others, where one is brightness. */
const adobeTransform: Code = { at: 11, isKnown: (transform) => transform <= 1 };

/**
 * The same file without oddities in its head: with a version of JFIF, and a transform of Adobe's, that are known, which
 * is 1, and with no bytes between its segments.
 */
export function withPlainHead(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  let [read, written] = [2, 2];
  for (const { name, data, begin, end } of chunksOf(bytes, 'jpeg')) {
    out.copyWithin(written, begin, end);
    const code = codeIn(name, data);
    if (code && data.length > code.at && !code.isKnown(data[code.at]!)) out[written + 4 + code.at] = 1;
    read = Math.min(end, bytes.length);
    written += read - begin;
  }
  out.copyWithin(written, read);
  return out.subarray(0, written + bytes.length - read);
}

function codeIn(marker: string, data: Uint8Array): Code | undefined {
  const begins = (text: string): boolean => String.fromCharCode(...data.subarray(0, text.length)) === text;
  if (marker === 'e0' && begins('JFIF\0')) return majorVersion;
  return marker === 'ee' && begins('Adobe') ? adobeTransform : undefined;
}

/**
 * Whether a complaint is of zeros between the pixels and the marker of the end. Whatever else there is to complain of
 * comes before. Bytes other than these are left there when damage makes the pixels take fewer than they should.
 */
export function isOfZerosBeforeEnd(complaint: string, bytes: Uint8Array): boolean {
  const count = /(\d+) extraneous bytes before marker 0xd9/.exec(complaint)?.[1];
  if (count === undefined) return false;
  const end = endOfPixels(bytes);
  return bytes.subarray(end - Number(count), end).every((byte) => byte === 0);
}

/** Where the marker of the end is. The head may have a small picture with an end of its own. */
function endOfPixels(bytes: Uint8Array): number {
  let head = 0;
  for (const { end } of chunksOf(bytes, 'jpeg')) head = end;
  return bytes.findIndex((byte, i) => i >= head && byte === 0xff && bytes[i + 1] === 0xd9);
}
