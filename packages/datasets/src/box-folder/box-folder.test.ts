import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  coco,
  cocoPets,
  dropped,
  type Files,
  first,
  HEIGHT,
  image,
  loaded,
  objectsIn,
  onDisk,
  second,
  WIDTH,
  yolo,
  yoloPets,
} from '../testing/box-folders.js';
import { boxFolder, boxFolderFromFiles } from './box-folder.js';

const inFolders: Files = {
  'images/train2017/1.png': image(10),
  'images/train2017/2.png': image(20),
  'images/val2017/1.png': image(30),
  'images/test2017/1.png': image(40),
};

const layouts: Record<string, Files> = {
  'YOLO, a folder for each split': yoloPets,
  'YOLO, folders of images and of labels': {
    ...inFolders,
    'labels/train2017/1.txt': yolo(0) + yolo(1, [10, 5, 5, 4]),
    'labels/val2017/1.txt': yolo(1, [10, 5, 5, 4]),
    'labels/test2017/1.txt': yolo(0),
    'classes.txt': 'cat\ndog\n',
  },
  'COCO, with a folder of annotations': cocoPets,
  'COCO, with years': {
    ...inFolders,
    'annotations/instances_train2017.json': cocoPets['annotations/instances_train.json']!,
    'annotations/instances_val2017.json': cocoPets['annotations/instances_val.json']!,
    'annotations/instances_test2017.json': cocoPets['annotations/instances_test.json']!,
  },
  'COCO, annotations beside the images': {
    'train/1.png': image(10),
    'train/2.png': image(20),
    'valid/1.png': image(30),
    'test/1.png': image(40),
    'train/_annotations.coco.json': cocoPets['annotations/instances_train.json']!,
    'valid/_annotations.coco.json': cocoPets['annotations/instances_val.json']!,
    'test/_annotations.coco.json': cocoPets['annotations/instances_test.json']!,
  },
  'COCO, one file for all': {
    ...inFolders,
    'annotations.json': coco({
      'train2017/1.png': [
        [3, 2, 1, 4, 3],
        [7, 10, 5, 5, 4],
      ],
      'train2017/2.png': [],
      'images/val2017/1.png': [[7, 10, 5, 5, 4]],
      './images/test2017/1.png': [[3, 2, 1, 4, 3]],
    }),
  },
};

describe('folders become splits with boxes:', () => {
  test.each(Object.entries(layouts))('%s', async (_, files) => {
    const { folder, options } = await onDisk(files);
    const { train, test, validation, source, skipped } = await boxFolder(folder, options);
    expect(source).toBe(`${folder} (split by folders)`);
    expect(skipped).toEqual([]);
    expect(train.classNames).toEqual(['cat', 'dog']);
    expect(train.x.shape).toEqual([2, HEIGHT, WIDTH, 3]);
    expect(objectsIn(train)).toEqual({ 10: [first, second], 20: [] });
    expect(objectsIn(validation!)).toEqual({ 30: [second] });
    expect(objectsIn(test)).toEqual({ 40: [first] });
    const page = await boxFolderFromFiles(dropped(files), { size: { width: WIDTH, height: HEIGHT } });
    expect(page.train).toEqual({ ...train, name: 'The folder the files passed' });
  });
});

test('without a folder for the test the seed keeps some images', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 10 }, (_, i): [string, Uint8Array | string][] => [
      [`images/${i}.png`, image(i)],
      [`labels/${i}.txt`, yolo(i % 2)],
    ]).flat(),
  );
  const { train, test, source } = await loaded(files);
  expect(source).toMatch(/\(split by seed\)$/);
  expect([train.length, test.length]).toEqual([8, 2]);
  expect(train.classNames).toEqual(['class 0', 'class 1']);
  for (const set of [train, test]) {
    for (const [grey, [object]] of Object.entries(objectsIn(set))) expect(object![0]).toBe(Number(grey) % 2);
  }
  const page = await boxFolderFromFiles(dropped(files), { size: { width: WIDTH, height: HEIGHT } });
  expect(page.test.objects).toEqual(test.objects);
});

test('without a folder for the test that for validation is used', async () => {
  const files = Object.fromEntries(Object.entries(yoloPets).filter(([path]) => !path.startsWith('test')));
  const { test, validation, source } = await loaded(files);
  expect(source).toMatch(/split by folders, tested on those for validation/);
  expect(validation).toBeUndefined();
  expect(objectsIn(test)).toEqual({ 30: [second] });
});

test('what was decoded is read from the cache, whatever becomes of the labels', async () => {
  const { folder, options } = await onDisk(yoloPets);
  await boxFolder(folder, options);
  let decoded = 0;
  const counting = { ...options, onProgress: () => decoded++ };
  await writeFile(join(folder, 'train/labels/1.txt'), yolo(1));
  const { train } = await boxFolder(folder, counting);
  expect(decoded).toBe(0);
  expect(objectsIn(train)[10]).toEqual([[1, 2, 1, 6, 4]]);
  expect(await readdir(join(options.cacheFolder!, 'image-folders'))).toHaveLength(1);
});
