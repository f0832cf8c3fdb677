import type { ImageFormat } from './format.js';

/** A named part of an image file. */
export interface Chunk {
  /** Four letters in PNG and WebP; in JPEG the marker's second byte in hexadecimal, such as `e1`. */
  name: string;
  data: Uint8Array;
  /** Where it begins in the file, and where the next one does. */
  begin: number;
  end: number;
}

/** The parts of a file, those of a JPEG up to the one that its pixels follow. Ends early where a file is broken. */
export function chunksOf(bytes: Uint8Array, format: ImageFormat): Iterable<Chunk> {
  return { jpeg: jpegSegments, png: pngChunks, webp: webpChunks }[format](bytes);
}

/** ITU-T T.81, annex B. */
function* jpegSegments(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  for (let begin = 2; begin + 4 <= bytes.length; ) {
    const marker = bytes[begin + 1]!;
    if (bytes[begin] !== 0xff || marker === 0xff || standsAlone(marker)) {
      begin++; // Any number of 0xff may stand before a marker, and decoders pass over other bytes as well.
      continue;
    }
    const end = begin + 2 + view.getUint16(begin + 2);
    yield { name: marker.toString(16), data: bytes.subarray(begin + 4, end), begin, end };
    if (marker === startOfScan) return;
    begin = end;
  }
}

const startOfScan = 0xda;

/** Whether no length and no data follow: 0 is no marker, and 1 and those of restarts mean nothing before the pixels. */
function standsAlone(marker: number): boolean {
  return marker <= 1 || (marker >= 0xd0 && marker <= 0xd7);
}

/** https://www.w3.org/TR/png-3/#5DataRep */
function* pngChunks(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  for (let begin = 8; begin + 12 <= bytes.length; ) {
    const length = view.getUint32(begin);
    const end = begin + 12 + length;
    const name = letters(bytes, begin + 4);
    yield {
      name,
      data: bytes.subarray(begin + 8, begin + 8 + length),
      begin,
      end,
    };
    // What comes after it is no part of the picture.
    if (name === 'IEND') return;
    begin = end;
  }
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function* webpChunks(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  for (let begin = 12; begin + 8 <= bytes.length; ) {
    const length = view.getUint32(begin + 4, true);
    const end = begin + 8 + length + (length % 2);
    yield { name: letters(bytes, begin), data: bytes.subarray(begin + 8, begin + 8 + length), begin, end };
    begin = end;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function letters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
