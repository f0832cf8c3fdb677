import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

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
