import { ConfigError, Tensor } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { WorkerError } from '../errors.js';
import { noise, transformed } from '../testing/image-batches.js';
import { type AugmentationRun, augmentation, type SampleBatch } from './augmentation.js';
import { randomCrop } from './random-crop.js';
import { randomFlip } from './random-flip.js';
import type { Transform } from './transforms.js';

const transforms = [randomFlip(), randomCrop({ padding: 3 })];
const SIZE = 7;
const images = noise([40, 9, 8, 3]);

/** The n-th batch of seven images, in memory of its own. */
function batchOf(n: number): SampleBatch {
  const [begin, end] = [n * SIZE, Math.min((n + 1) * SIZE, 40)];
  const samples = Uint32Array.from({ length: end - begin }, (_, i) => begin + i);
  const x = images.rows(begin, end);
  return {
    x: new Tensor(x.dtype, x.shape, x.data.slice()),
    y: new Tensor('i32', [end - begin], new Int32Array(end - begin)),
    samples,
    epoch: 2,
    batch: n,
  };
}

/** All batches, asked for at once. */
async function bytes(run: AugmentationRun): Promise<number[][]> {
  const batches = await Promise.all([0, 1, 2, 3, 4, 5].map((n) => run.transform(batchOf(n))));
  await run.close();
  return batches.map(({ x }) => [...x.data]);
}

describe('augmentation', () => {
  test('gives the same bits with any number of workers, and with none', async () => {
    const here = await bytes(augmentation(transforms, { workers: 0 }).open(5));
    for (const workers of [1, 2, 3]) {
      expect(await bytes(augmentation(transforms, { workers }).open(5))).toEqual(here);
    }
    expect(here.flat()).not.toEqual([...images.data]);
    expect(await bytes(augmentation(transforms).open(6))).not.toEqual(here);
  });

  test('changes an image by its place in the data, whatever batch it is in', () => {
    const all = transformed(images, transforms);
    const samples = Uint32Array.of(31, 8, 0);
    const rows = [...samples].flatMap((sample) => [...images.rows(sample, sample + 1).data]);
    const some = new Tensor('u8', [3, 9, 8, 3], Uint8Array.from(rows));
    const expected = [...samples].flatMap((sample) => [...all.rows(sample, sample + 1).data]);
    expect([...transformed(some, transforms, { samples, batch: 4 }).data]).toEqual(expected);
    expect([...transformed(some, transforms, { samples, epoch: 1 }).data]).not.toEqual(expected);
  });

  test('is told by its transforms, whoever applies them', () => {
    const told = JSON.stringify(augmentation(transforms, { workers: 2 }));
    expect(told).toBe(JSON.stringify(augmentation(transforms)));
    expect(JSON.parse(told)).toEqual({ transforms });
  });

  test('moves the memory of a batch to the worker and back, without a copy', async () => {
    const run = augmentation(transforms).open(0);
    const batch = batchOf(0);
    const { x, y } = await run.transform(batch);
    expect(batch.x.data.buffer.byteLength).toBe(0);
    expect(x.shape).toEqual([7, 9, 8, 3]);
    expect(x.dtype).toBe('u8');
    expect(y).toBe(batch.y);
    await run.close();
  });
});

test('a run that is closed fails what it was doing', async () => {
  const run = augmentation(transforms).open(0);
  const underWay = run.transform(batchOf(0));
  const outcome = expect(underWay).rejects.toThrow(WorkerError);
  await run.close();
  await outcome;
  await expect(run.transform(batchOf(1))).rejects.toThrow('it was closed');
});

describe('refuses', () => {
  test('anything but a list of transforms', () => {
    expect(() => augmentation([])).toThrow(ConfigError);
    expect(() => augmentation([])).toThrow('was given no transform; it takes a list of what randomFlip,');
    expect(() => augmentation([randomFlip as unknown as Transform])).toThrow(
      'the function randomFlip itself',
    );
    expect(() => augmentation(randomFlip() as unknown as Transform[])).toThrow(
      'was given {"name":"randomFlip","mode":"horizontal"} without a list',
    );
    expect(() => augmentation(transforms, { workers: -1 })).toThrow('must be a whole number, 0 or larger');
    expect(() => augmentation(transforms, { threads: 1 } as object)).toThrow("has no option 'threads'");
  });
});
