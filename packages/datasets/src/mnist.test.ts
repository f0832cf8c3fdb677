import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fashionMnist, fashionMnistFromFiles, mnist, mnistFromFiles } from './mnist.js';
import { temporaryFolder } from './testing/folder.js';

function idx(shape: number[], elements: number[]): Uint8Array {
  return Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((axis) => [0, 0, 0, axis]), ...elements]);
}

const files = {
  'train-images-idx3-ubyte': idx([2, 1, 3], [1, 2, 3, 4, 5, 6]),
  'train-labels-idx1-ubyte': idx([2], [9, 0]),
  't10k-images-idx3-ubyte': idx([1, 1, 3], [7, 8, 9]),
  't10k-labels-idx1-ubyte': idx([1], [4]),
};

function zipped(): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]));
}

test('zipped and plain files give the same', async () => {
  const plain = await mnist({ folder: await temporaryFolder(files) });
  const { train, test } = await mnist({ folder: await temporaryFolder(zipped()) });
  expect(train).toEqual(plain.train);
  expect(test).toEqual(plain.test);
  expect(train.x.shape).toEqual([2, 1, 3, 1]);
  expect([...train.x.data]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...train.y.data]).toEqual([9, 0]);
  expect([...test.y.data]).toEqual([4]);
});

test('Fashion-MNIST has other names', async () => {
  const { train } = await fashionMnist({ folder: await temporaryFolder(files) });
  expect(train.name).toBe('Fashion-MNIST');
  expect(train.classNames).toHaveLength(10);
  expect(train.classNames[9]).toBe('ankle boot');
});

test('files of a page, zipped or plain', async () => {
  const named = Object.entries(zipped()).map(([name, bytes]) => ({ name, bytes }));
  expect((await mnistFromFiles(named)).train.length).toBe(2);
  expect((await fashionMnistFromFiles(named)).train.name).toBe('Fashion-MNIST');
  await expect(mnistFromFiles(named.slice(0, 3))).rejects.toThrow(
    'There is no t10k-labels-idx1-ubyte.gz in the files passed, but the data set has one.',
  );
});

test('a truncated gzip file is refused by name', async () => {
  const name = 'train-images-idx3-ubyte.gz';
  const folder = await temporaryFolder({ ...zipped(), [name]: zipped()[name]!.subarray(0, 20) });
  await expect(mnist({ folder })).rejects.toThrow(
    `${name} in ${folder} has 20 bytes that are not a whole gzip file; it is truncated or damaged.`,
  );
});

test('images and labels of different counts are refused', async () => {
  const folder = await temporaryFolder({ ...files, 'train-labels-idx1-ubyte': idx([3], [1, 2, 3]) });
  await expect(mnist({ folder })).rejects.toThrow(
    `train-images-idx3-ubyte has the shape [2, 1, 3] and train-labels-idx1-ubyte [3], in ${folder}; expected [count, height, width] and [count]. They do not belong together.`,
  );
});

test('a label out of range is refused by file', async () => {
  const folder = await temporaryFolder({ ...files, 't10k-labels-idx1-ubyte': idx([1], [10]) });
  await expect(mnist({ folder })).rejects.toThrow(
    `t10k-labels-idx1-ubyte in ${folder} has the label 10 in record 0; expected 0 to 9.`,
  );
});
