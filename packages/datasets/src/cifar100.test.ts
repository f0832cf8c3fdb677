import { ConfigError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { type Cifar100Labels, cifar100, cifar100FromFiles, parseCifar100 } from './cifar100.js';
import { coarseNames, fineNames } from './cifar100-classes.js';
import { temporaryFolder } from './testing/folder.js';

/** One grey record. */
function record(coarse: number, fine: number): Uint8Array {
  return new Uint8Array(3074).fill(128).fill(coarse, 0, 1).fill(fine, 1, 2);
}

test('the classes are 100 and 20 different ones', () => {
  expect(new Set(fineNames).size).toBe(100);
  expect(new Set(coarseNames).size).toBe(20);
  expect([...fineNames].sort()).toEqual(fineNames);
});

test('a record has a coarse and a fine label', () => {
  const fine = parseCifar100([record(11, 98), record(14, 35)]);
  expect(fine.x.shape).toEqual([2, 32, 32, 3]);
  expect([...fine.y.data]).toEqual([98, 35]);
  expect(fine.classNames[35]).toBe('girl');
  const coarse = parseCifar100([record(11, 98), record(14, 35)], 'coarse');
  expect([...coarse.y.data]).toEqual([11, 14]);
  expect(coarse.classNames[14]).toBe('people');
});

test('labels out of range are refused', () => {
  expect(() => parseCifar100([record(0, 100)])).toThrow(
    'Buffer 0 of 1 has the label 100 in record 0; expected 0 to 99.',
  );
  expect(() => parseCifar100([record(20, 0)], 'coarse')).toThrow(
    'has the label 20 in record 0; expected 0 to 19.',
  );
});

test('other kinds of label are refused before anything is read', async () => {
  await expect(cifar100({ labels: 'superclass' as Cifar100Labels })).rejects.toThrow(ConfigError);
  await expect(cifar100({ labels: 'superclass' as Cifar100Labels })).rejects.toThrow(
    "CIFAR-100 has no labels 'superclass'; expected 'fine' (100 classes) or 'coarse' (20). Choose one of them.",
  );
});

test('a folder and files of a page give the same', async () => {
  const files = { 'train.bin': record(1, 2), 'test.bin': record(3, 4) };
  const fromFolder = await cifar100({ folder: await temporaryFolder(files), labels: 'coarse' });
  const named = Object.entries(files).map(([name, bytes]) => ({ name, bytes }));
  const fromFiles = await cifar100FromFiles(named, 'coarse');
  expect(fromFolder.train).toEqual(fromFiles.train);
  expect([...fromFiles.test.y.data]).toEqual([3]);
});
