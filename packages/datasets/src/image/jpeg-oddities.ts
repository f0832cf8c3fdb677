// Cameras and programs write JPEG files with faults that do not touch the picture. libjpeg complains of them as it does
// of files that are damaged, and tells the first of its complaints alone, which may hide others.

import { chunksOf } from './chunks.js';

/** A byte of a segment. */
interface Code {
  at: number;
  isKnown(value: number): boolean;
}

const majorVersion: Code = { at: 5, isKnown: (version) => version === 1 };
/** 0 where the colours are red, green and blue; 1, as is supposed of others, where one is brightness. */
const adobeTransform: Code = { at: 11, isKnown: (transform) => transform <= 1 };

/** The same file with a version of JFIF, and a transform of Adobe's, that are known: 1. */
export function withKnownCodes(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  for (const { name, data, begin } of chunksOf(bytes, 'jpeg')) {
    const code = codeIn(name, data);
    if (code && data.length > code.at && !code.isKnown(data[code.at]!)) out[begin + 4 + code.at] = 1;
  }
  return out;
}

function codeIn(marker: string, data: Uint8Array): Code | undefined {
  const begins = (text: string): boolean => String.fromCharCode(...data.subarray(0, text.length)) === text;
  if (marker === 'e0' && begins('JFIF\0')) return majorVersion;
  return marker === 'ee' && begins('Adobe') ? adobeTransform : undefined;
}

/** Whether a complaint is of bytes that are too many, and the picture is there to its end. */
export function isOfSpareBytes(complaint: string, bytes: Uint8Array): boolean {
  return /\d+ extraneous bytes before marker/.test(complaint) && hasEnd(bytes);
}

/** Whether the marker of the end comes after the head, which may have a small picture with an end of its own. */
function hasEnd(bytes: Uint8Array): boolean {
  let head = 0;
  for (const { end } of chunksOf(bytes, 'jpeg')) head = end;
  return bytes.findLastIndex((byte, i) => byte === 0xd9 && bytes[i - 1] === 0xff) > head;
}
