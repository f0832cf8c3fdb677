import { FormatError, Tensor, tensor } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from './safetensors.js';

const bytes = new Tensor('u8', [3], Uint8Array.of(1, 2, 3));
const floats = tensor([1.5, -2, 0, Number.NaN], [2, 2]);
const integers = new Tensor('i32', [], Int32Array.of(-7));
const file = writeSafetensors({
  tensors: new Map<string, Tensor>([
    ['bytes', bytes],
    ['conv2d/kernel', floats],
    ['größe', integers],
  ]),
  metadata: { note: 'näh "ok"' },
});

/** A file with any header and this many bytes after it. */
function handmade(header: string | object, length: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const made = new Uint8Array(8 + text.length + length);
  new DataView(made.buffer).setBigUint64(0, BigInt(text.length), true);
  made.set(text, 8);
  return made;
}

const f32 = (begin: number, end: number, shape: unknown = [(end - begin) / 4]): object => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});

describe('safetensors', () => {
  it('gives back what was written', () => {
    const { tensors, metadata } = readSafetensors(file);
    expect(tensors.get('bytes')).toEqual(bytes);
    expect(tensors.get('conv2d/kernel')).toEqual(floats);
    expect(tensors.get('größe')).toEqual(integers);
    expect(tensors.size).toBe(3);
    expect(metadata).toEqual({ note: 'näh "ok"' });
  });

  it('reads what readFile of Node.js gives, a view of a larger buffer', () => {
    const { tensors } = readSafetensors(Buffer.concat([Buffer.alloc(3), file]).subarray(3));
    expect(tensors.get('conv2d/kernel')).toEqual(floats);
    expect(tensors.get('größe')).toEqual(integers);
  });

  it('writes what the format prescribes', () => {
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)))).toEqual({
      __metadata__: { note: 'näh "ok"' },
      'conv2d/kernel': { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
      größe: { dtype: 'I32', shape: [], data_offsets: [16, 20] },
      bytes: { dtype: 'U8', shape: [3], data_offsets: [20, 23] },
    });
    expect(file.length).toBe(8 + length + 23);
  });

  it('reads from the middle of a larger buffer', () => {
    const larger = new Uint8Array(file.length + 3);
    larger.set(file, 3);
    expect(readSafetensors(larger.subarray(3)).tensors.get('conv2d/kernel')).toEqual(floats);
  });

  it('reads and writes files without tensors, and tensors without elements', () => {
    const empty = writeSafetensors({ tensors: new Map([['none', tensor([], [0, 3])]]), metadata: {} });
    expect(readSafetensors(empty).tensors.get('none')!.shape).toEqual([0, 3]);
    expect(readSafetensors(handmade('{}', 0))).toEqual({ tensors: new Map(), metadata: {} });
  });

  it('refuses every file that is cut off', () => {
    for (let length = 0; length < file.length; length++) {
      expect(() => readSafetensors(file.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
    }
  });

  const damages: readonly (readonly [string, Uint8Array, string])[] = [
    [
      'a header longer than the file',
      handmade('{}', 0).fill(200, 0, 1),
      'said to be 200 bytes long, but only 2 follow',
    ],
    [
      'a header too long for any file',
      handmade('{}', 0).fill(255, 0, 8),
      'more than the 100000000 that are allowed',
    ],
    ['a header that is not JSON', handmade('{"a":', 0), 'its header is not JSON'],
    ['a header that is not UTF-8', handmade('{}', 0).fill(0xff, 8), 'its header is not JSON'],
    ['a header that is a list', handmade('[]', 0), 'its header is no JSON object'],
    ['notes that are not text', handmade({ __metadata__: { a: 1 } }, 0), 'no map of text to text'],
    ['an entry that is a number', handmade({ a: 3 }, 0), "the entry of 'a' is no object"],
    ['a negative size', handmade({ a: f32(0, 4, [-1]) }, 4), "the shape of 'a' is [-1]"],
    ['a shape that is text', handmade({ a: f32(0, 4, 'x') }, 4), 'the shape of \'a\' is "x"'],
    [
      'one offset',
      handmade({ a: { dtype: 'F32', shape: [1], data_offsets: [0] } }, 4),
      "data_offsets of 'a' are [0]",
    ],
    ['offsets in the wrong order', handmade({ a: f32(4, 0, [0]) }, 4), "'a' is said to lie at bytes 4 to 0"],
    [
      'offsets outside the file',
      handmade({ a: f32(0, 8) }, 4),
      "'a' is said to lie at bytes 0 to 8, but there are 4",
    ],
    ['a shape of another size', handmade({ a: f32(0, 4, [2]) }, 4), 'takes 8 bytes, but has 4'],
    ['a shape beyond counting', handmade({ a: f32(0, 4, [2 ** 50, 2 ** 50]) }, 4), 'but has 4'],
    [
      'tensors that overlap',
      handmade({ a: f32(0, 8), b: f32(4, 12) }, 12),
      "'b' overlaps the tensor before it",
    ],
    ['a gap', handmade({ a: f32(0, 4), b: f32(8, 12) }, 12), "no tensor holds the bytes 4 to 8, before 'b'"],
    ['bytes at the end', handmade({ a: f32(0, 4) }, 5), 'no tensor holds its last 1 bytes'],
  ];
  for (const [what, damagedFile, message] of damages) {
    it(`refuses ${what}`, () => {
      expect(() => readSafetensors(damagedFile)).toThrow(FormatError);
      expect(() => readSafetensors(damagedFile)).toThrow(message);
    });
  }

  it('names a type that it cannot read', () => {
    const half = handmade({ a: { dtype: 'F16', shape: [2], data_offsets: [0, 4] } }, 4);
    expect(() => readSafetensors(half)).toThrow(
      `The tensor 'a' has the type "F16"; F32, I32 and U8 can be read.`,
    );
  });
});
