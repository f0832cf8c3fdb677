import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { syntheticBoxes } from '@cnn/datasets';
import { encode } from 'fast-png';

/** Random-looking bytes, always the same. */
function noise(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** One file of CIFAR-10's binary version; labels run through the classes. */
export function cifarBatch(records: number, label: (record: number) => number = (n) => n % 10): Uint8Array {
  const bytes = noise(records * 3073, records);
  for (let record = 0; record < records; record++) bytes[record * 3073] = label(record);
  return bytes;
}

/** A folder with CIFAR-10's files, each of 20 records, but for those that are replaced. */
export async function writeCifar(folder: string, replaced: Record<string, Uint8Array> = {}): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`).concat('test_batch.bin')) {
    await writeFile(join(folder, name), replaced[name] ?? cifarBatch(20));
  }
}

/** A folder with MNIST's four files, 60 images to train and 20 to test. */
export async function writeMnist(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [split, count] of [
    ['train', 60],
    ['t10k', 20],
  ] as const) {
    await writeFile(
      join(folder, `${split}-images-idx3-ubyte`),
      idx([count, 28, 28], noise(count * 784, count)),
    );
    const labels = Uint8Array.from({ length: count }, (_, n) => n % 10);
    await writeFile(join(folder, `${split}-labels-idx1-ubyte`), idx([count], labels));
  }
}

/** The IDX format: two zeros, 8 for bytes, the number of axes, their sizes (big-endian), the data. */
function idx(shape: readonly number[], data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  bytes.set([0, 0, 8, shape.length]);
  for (const [axis, size] of shape.entries()) new DataView(bytes.buffer).setUint32(4 + 4 * axis, size);
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

/** A PNG in one colour with some noise. */
export function png(
  [red, green, blue]: readonly [number, number, number],
  { width = 24, height = 20, seed = 1 } = {},
): Uint8Array {
  const grain = noise(width * height * 3, seed);
  const rows = new Uint8Array(height * (1 + width * 3));
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0, to = y * (1 + width * 3) + 1; x < width; x++) {
      for (const value of [red, green, blue]) rows[to++] = value * 0.8 + grain[from++]! * 0.2;
    }
  }
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, 2], 8);
  const parts = [pngChunk('IHDR', header), pngChunk('IDAT', deflateSync(rows)), pngChunk('IEND')];
  return Buffer.concat([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), ...parts]);
}

function pngChunk(name: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  const named = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A folder of red foxes and blue whales, 30 of each to train, 10 to validate and 10 to test. */
export async function writeAnimals(folder: string): Promise<void> {
  const counts = { train: 30, val: 10, test: 10 };
  for (const [split, count] of Object.entries(counts)) {
    for (let n = 0; n < count; n++) {
      await writeImage(join(folder, split, 'fox', `${n}.png`), png([200, 80, 40], { seed: n + 1 }));
      await writeImage(join(folder, split, 'whale', `${n}.png`), png([40, 80, 200], { seed: n + 50 }));
    }
  }
}

/**
 * A folder of red squares on blue ground, 24 to train, 8 to validate and 8 to test, with masks in the same colours;
 * the four rows at the bottom are void. The list of classes goes beside them.
 */
export async function writeFoxes(folder: string, list: string): Promise<void> {
  const size = 16;
  const counts = { train: 24, val: 8, test: 8 };
  const paint = (colourOf: (row: number, column: number) => readonly number[]): Uint8Array => {
    const colours = Array.from({ length: size * size }, (_, i) => colourOf(Math.floor(i / size), i % size));
    return encode({ width: size, height: size, channels: 3, data: Uint8Array.from(colours.flat()) });
  };
  for (const [split, count] of Object.entries(counts)) {
    for (let n = 0; n < count; n++) {
      const [top, left] = [n % 5, (3 * n) % 9];
      const isFox = (row: number, column: number): boolean =>
        row >= top && row < top + 7 && column >= left && column < left + 7;
      const image = paint((row, column) => (isFox(row, column) ? [200, 80, 40] : [40, 80, 200]));
      const mask = paint((row, column) => {
        if (row >= 12) return [255, 255, 255];
        return isFox(row, column) ? [200, 80, 40] : [0, 0, 0];
      });
      await writeImage(join(folder, split, 'images', `${n}.png`), image);
      await writeImage(join(folder, split, 'masks', `${n}.png`), mask);
    }
  }
  await writeFile(join(folder, 'classes.txt'), list);
}

const shapeNames = ['disc', 'square', 'triangle', 'cross'];
const [wide, high] = [32, 24];

/** The upper part of drawn shapes, with the boxes around them: 96 to train, 16 to test. */
function wideShapes() {
  const drawn = syntheticBoxes({ trainCount: 96, testCount: 16, size: wide });
  return (['train', 'test'] as const).flatMap((split) =>
    drawn[split].objects.map((objects, n) => {
      const data = drawn[split].x.rows(n, n + 1).data.slice(0, wide * high * 3);
      const png = encode({ width: wide, height: high, channels: 3, data });
      const seen = objects.flatMap(({ top, bottom, ...object }) => {
        const [upper, lower] = [(top * wide) / high, Math.min(1, (bottom * wide) / high)];
        return upper < 0.9 ? [{ ...object, top: upper, bottom: lower }] : [];
      });
      return { split, name: `${n}.png`, png, objects: seen };
    }),
  );
}

/** Those in a folder as YOLO's programs have it. */
export async function writeYoloShapes(folder: string): Promise<void> {
  for (const { split, name, png, objects } of wideShapes()) {
    await writeImage(join(folder, split, 'images', name), png);
    const lines = objects.map(({ label, left, top, right, bottom }) =>
      [label, (left + right) / 2, (top + bottom) / 2, right - left, bottom - top].join(' '),
    );
    const text = join(folder, split, 'labels', name.replace('png', 'txt'));
    await mkdir(dirname(text), { recursive: true });
    await writeFile(text, `${lines.join('\n')}\n`);
  }
  await writeFile(join(folder, 'data.yaml'), `names: [${shapeNames.join(', ')}]\n`);
}

/** The same as COCO has it. */
export async function writeCocoShapes(folder: string): Promise<void> {
  const all = wideShapes();
  for (const split of ['train', 'test']) {
    const images = all.filter((image) => image.split === split);
    for (const { name, png } of images) await writeImage(join(folder, split, name), png);
    const json = {
      images: images.map(({ name }, id) => ({ id, file_name: name, width: wide, height: high })),
      categories: shapeNames.map((name, label) => ({ id: 10 * label, name })),
      annotations: images.flatMap(({ objects }, image_id) =>
        objects.map(({ label, left, top, right, bottom }) => ({
          image_id,
          category_id: 10 * label,
          bbox: [left * wide, top * high, (right - left) * wide, (bottom - top) * high],
        })),
      ),
    };
    await writeFile(join(folder, split, 'annotations.json'), JSON.stringify(json));
  }
}

export async function writeImage(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
