import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { cifar10, cifar10FromFiles, parseCifar10 } from './cifar10.js';
import { temporaryFolder } from './testing/folder.js';
import { FileServer, serve } from './testing/serve.js';

const recordBytes = 3073;

/** Records whose red plane counts up, green is 200 and blue is the label. */
function records(...labels: number[]): Uint8Array {
  const bytes = new Uint8Array(labels.length * recordBytes);
  for (const [index, label] of labels.entries()) {
    const record = bytes.subarray(index * recordBytes, (index + 1) * recordBytes);
    record[0] = label;
    for (let pixel = 0; pixel < 1024; pixel++) record[1 + pixel] = pixel % 256;
    record.fill(200, 1 + 1024, 1 + 2048).fill(label, 1 + 2048);
  }
  return bytes;
}

function allFiles(): Record<string, Uint8Array> {
  const train = [1, 2, 3, 4, 5].map((batch) => [`data_batch_${batch}.bin`, records(batch)] as const);
  return { ...Object.fromEntries(train), 'test_batch.bin': records(9, 0) };
}

test('planes become channels', () => {
  const { x, y, classNames } = parseCifar10([records(3), records(7, 5)]);
  expect(x.shape).toEqual([3, 32, 32, 3]);
  expect([...y.data]).toEqual([3, 7, 5]);
  expect(classNames[3]).toBe('cat');
  expect([...x.data.subarray(0, 6)]).toEqual([0, 200, 3, 1, 200, 3]);
  expect([...x.rows(2, 3).data.subarray(-3)]).toEqual([255, 200, 5]);
});

test('a truncated buffer is refused', () => {
  expect(() => parseCifar10([records(1), records(2).subarray(1)])).toThrow(
    "Buffer 1 of 2 has 3072 bytes; expected one or more records of 3073 bytes (1 for the label, 3072 for the image). It is truncated, or not of the binary version. Pass whole files of CIFAR-10's binary version.",
  );
});

test('a folder is read in the order of its batches', async () => {
  const folder = await temporaryFolder(allFiles());
  const { train, test, source } = await cifar10({ folder });
  expect([...train.y.data]).toEqual([1, 2, 3, 4, 5]);
  expect([...test.y.data]).toEqual([9, 0]);
  expect(source).toBe(folder);
});

test('the folder may be the parent of the official one', async () => {
  const folder = await temporaryFolder();
  const inner = join(folder, 'cifar-10-batches-bin');
  await mkdir(inner);
  for (const [name, bytes] of Object.entries(allFiles())) await writeFile(join(inner, name), bytes);
  const { test, source } = await cifar10({ folder });
  expect(test.length).toBe(2);
  expect(source).toBe(inner);
});

test('a missing folder, a missing file, a truncated file and a bad label are told apart', async () => {
  const folder = await temporaryFolder({ ...allFiles(), 'data_batch_3.bin': records(3, 12) });
  const advice =
    'Extract the official files of CIFAR-10 from https://www.cs.toronto.edu/~kriz/ again, or leave the folder out to have them downloaded.';
  await expect(cifar10({ folder })).rejects.toThrow(
    `data_batch_3.bin in ${folder} has the label 12 in record 1; expected 0 to 9. It is damaged, or another data set's. ${advice}`,
  );
  await writeFile(join(folder, 'data_batch_3.bin'), records(3).subarray(0, 3000));
  await expect(cifar10({ folder })).rejects.toThrow(
    `data_batch_3.bin in ${folder} has 3000 bytes; expected one or more records of 3073 bytes`,
  );
  await writeFile(join(folder, 'data_batch_3.bin'), new Uint8Array());
  await expect(cifar10({ folder })).rejects.toThrow(
    `data_batch_3.bin in ${folder} has 0 bytes; expected one or more`,
  );
  await expect(cifar10({ folder: await temporaryFolder() })).rejects.toThrow(
    /^There is no data_batch_1.bin in /,
  );
  await expect(cifar10({ folder: join(folder, 'gone') })).rejects.toThrow(
    `The folder ${join(folder, 'gone')} for CIFAR-10 does not exist or is a file; expected a folder with the extracted files.`,
  );
  await expect(cifar10({ folder: join(folder, 'test_batch.bin') })).rejects.toThrow(DataError);
});

test('files of a page are found by name, in any folder and order', async () => {
  const files = Object.entries(allFiles()).map(([name, bytes]) => ({
    name: `cifar-10-batches-bin/${name}`,
    bytes,
  }));
  const { train, source } = await cifar10FromFiles(files.reverse());
  expect([...train.y.data]).toEqual([1, 2, 3, 4, 5]);
  expect(source).toBe('the files passed');
  await expect(cifar10FromFiles(files.slice(1))).rejects.toThrow(
    'There is no test_batch.bin in the files passed, but the data set has one. Pass all files of the data set, unchanged.',
  );
});

test('a mirror must have the official archive', async () => {
  const mirror = await serve(new FileServer(records(1)).answer);
  const cacheFolder = await temporaryFolder();
  await expect(cifar10({ mirror, cacheFolder })).rejects.toThrow(
    `${mirror}/cifar-10-binary.tar.gz has 3073 bytes; expected 170052171, the size of the official file.`,
  );
});

test('offline without a cache, the error is the one that programs fall back on', async () => {
  const unavailable = cifar10({ cacheFolder: await temporaryFolder(), offline: true });
  await expect(unavailable).rejects.toMatchObject({ name: 'DataUnavailableError' });
});
