import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError } from '@cnn/tensor';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import type { LabelledBox } from '../box.js';
import type { DetectionDataset } from '../detection-dataset.js';
import type { DiskOptions } from '../image-folder/image-files.js';
import { temporaryFolder } from '../testing/folder.js';
import { boxFolder, boxFolderFromFiles } from './box-folder.js';

type Files = Record<string, Uint8Array | string>;
type Rectangle = readonly [left: number, top: number, width: number, height: number];

const [WIDTH, HEIGHT] = [20, 10];

/** A grey image, which tells it from the others, with a white rectangle. */
function image(grey: number, [left, top, wide, high]: Rectangle = [2, 1, 4, 3]): Uint8Array {
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3 / WIDTH), Math.floor(i / 3) % WIDTH];
    const inside = row >= top && row < top + high && column >= left && column < left + wide;
    return inside ? 255 : grey;
  });
  return encode({ width: WIDTH, height: HEIGHT, channels: 3, data });
}

/** A rectangle in pixels as YOLO has it. */
function yolo(label: number, [left, top, wide, high]: Rectangle = [2, 1, 4, 3]): string {
  const [x, y] = [(left + wide / 2) / WIDTH, (top + high / 2) / HEIGHT];
  return `${label} ${x} ${y} ${wide / WIDTH} ${high / HEIGHT}\n`;
}

/** A file of COCO's format: for each image, its objects as category and bbox. */
function coco(images: Record<string, [category: number, ...bbox: number[]][]>, more: object = {}): string {
  const names = Object.keys(images);
  return JSON.stringify({
    images: names.map((file_name, id) => ({ id, file_name, width: WIDTH, height: HEIGHT })),
    annotations: names.flatMap((name, image_id) =>
      images[name]!.map(([category_id, ...bbox], i) => ({
        id: 10 * image_id + i,
        image_id,
        category_id,
        bbox,
      })),
    ),
    categories: [
      { id: 7, name: 'dog' },
      { id: 3, name: 'cat' },
    ],
    ...more,
  });
}

async function onDisk(files: Files): Promise<{ folder: string; options: DiskOptions }> {
  const root = await temporaryFolder();
  const folder = join(root, 'pets');
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
  const size = { width: WIDTH, height: HEIGHT };
  return { folder, options: { size, cacheFolder: join(root, 'cache') } };
}

async function loaded(files: Files, more: Partial<DiskOptions> = {}) {
  const { folder, options } = await onDisk(files);
  return boxFolder(folder, { ...options, ...more });
}

const dropped = (files: Files) =>
  Object.entries(files).map(([name, contents]) => ({
    name: `pets/${name}`,
    bytes: typeof contents === 'string' ? new TextEncoder().encode(contents) : contents,
  }));

/** Objects by the grey of their image, in pixels. */
function objectsIn({ x, objects }: DetectionDataset): Record<number, number[][]> {
  const all = objects.map((list, i): [number, number[][]] => {
    const grey = x.rows(i, i + 1).data.at(-1)!;
    return [grey, list.map((object) => [object.label, ...inPixels(object)])];
  });
  return Object.fromEntries(all);
}

const inPixels = ({ left, top, right, bottom }: LabelledBox): number[] =>
  [left * WIDTH, top * HEIGHT, right * WIDTH, bottom * HEIGHT].map((edge) => Math.round(edge * 1e6) / 1e6);

const first = [0, 2, 1, 6, 4];
const second = [1, 10, 5, 15, 9];

const yoloPets: Files = {
  'data.yaml': 'train: ../train/images\nnc: 2\nnames: [cat, dog]\n',
  'train/images/1.png': image(10),
  'train/labels/1.txt': yolo(0) + yolo(1, [10, 5, 5, 4]),
  'train/images/2.png': image(20),
  'valid/images/1.png': image(30),
  'valid/labels/1.txt': `\n${yolo(1, [10, 5, 5, 4])}\r\n`,
  'test/images/1.png': image(40),
  'test/labels/1.txt': yolo(0),
};

const cocoPets: Files = {
  'train/1.png': image(10),
  'train/2.png': image(20),
  'val/1.png': image(30),
  'test/1.png': image(40),
  'annotations/instances_train.json': coco({
    '1.png': [
      [3, 2, 1, 4, 3],
      [7, 10, 5, 5, 4],
    ],
    '2.png': [],
  }),
  'annotations/instances_val.json': coco({ '1.png': [[7, 10, 5, 5, 4]] }),
  'annotations/instances_test.json': coco({ '1.png': [[3, 2, 1, 4, 3]] }),
  'annotations/captions_train.json': '[]',
};

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

describe('boxes follow images of other sizes:', () => {
  const rectangles: Rectangle[] = [
    [1, 1, 4, 3],
    [7, 2, 6, 6],
    [12, 0, 8, 10],
    [0, 0, 20, 10],
  ];
  const files = Object.fromEntries(
    rectangles.flatMap((rectangle, i): [string, Uint8Array | string][] => [
      [`train/images/${i}.png`, image(i, rectangle)],
      [`train/labels/${i}.txt`, yolo(i, rectangle)],
    ]),
  );
  const more = { 'test/images/1.png': image(9), 'test/labels/1.txt': yolo(0) };

  test.each([
    ['squash', { width: 40, height: 60 }],
    ['pad', { width: 60, height: 60 }],
    ['pad', { width: 40, height: 10 }],
    ['crop', { width: 40, height: 40 }],
    ['crop', { width: 80, height: 20 }],
  ] as const)('%s to %j', async (resize, size) => {
    const { train } = await loaded({ ...files, ...more }, { resize, size });
    const { width, height } = size;
    train.objects.forEach((objects, i) => {
      const { data } = train.x.rows(i, i + 1);
      const white = [...data.keys()].filter((at) => at % 3 === 0 && data[at]! > 127).map((at) => at / 3);
      if (objects.length === 0) return;
      const [{ left, top, right, bottom }] = objects as [LabelledBox];
      const columns = white.map((at) => at % width);
      const rows = white.map((at) => Math.floor(at / width));
      expect(Math.abs(left * width - Math.min(...columns))).toBeLessThan(1.01);
      expect(Math.abs(right * width - Math.max(...columns) - 1)).toBeLessThan(1.01);
      expect(Math.abs(top * height - Math.min(...rows))).toBeLessThan(1.01);
      expect(Math.abs(bottom * height - Math.max(...rows) - 1)).toBeLessThan(1.01);
    });
    // The first one is outside the middle of the image.
    const square = resize === 'crop' && width === height;
    expect(
      train.objects
        .flat()
        .map(({ label }) => label)
        .sort(),
    ).toEqual(square ? [1, 2, 3] : [0, 1, 2, 3]);
  });
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

describe('objects may be', () => {
  const labelled = (text: string) => loaded({ ...yoloPets, 'train/labels/1.txt': text });

  test('polygons, which stand for the boxes around them', async () => {
    const { train } = await labelled('1 0.1 0.5 0.3 0.1 0.2 0.7');
    expect(objectsIn(train)[10]).toEqual([[1, 2, 1, 6, 7]]);
  });

  test('beyond the edges by rounding, or by what cannot be seen', async () => {
    const { train } = await labelled('0 0.1 0.9 0.4 0.4\n1 1.0004 0.5 0.2 0.2');
    expect(objectsIn(train)[10]).toEqual([
      [0, 0, 7, 6, 10],
      [1, expect.closeTo(18.008, 3), 4, 20, 6],
    ]);
  });

  test('crowds, which are left out', async () => {
    const crowd = { image_id: 0, category_id: 3, bbox: [0, 0, 20, 10], iscrowd: 1 };
    const { annotations, ...others } = JSON.parse(cocoPets['annotations/instances_train.json'] as string);
    const json = JSON.stringify({ ...others, annotations: [crowd, ...annotations] });
    const { train } = await loaded({ ...cocoPets, 'annotations/instances_train.json': json });
    expect(objectsIn(train)[10]).toEqual([first, second]);
  });
});

describe('refused are', () => {
  const refused = async (files: Files, message: string | RegExp) => {
    await expect(loaded(files)).rejects.toThrow(DataError);
    await expect(loaded(files)).rejects.toThrow(message);
  };

  test.each([
    ['0 0.5 0.5 0.1', 'line 2, "0 0.5 0.5 0.1", has 4 numbers; expected class, x, y, width and height'],
    ['2 0.5 0.5 0.1 0.1', 'has the class 2; expected a whole number from 0 to 1'],
    ['cat 0.5 0.5 0.1 0.1', 'has the class NaN;'],
    ['0 320 240 64 64', "has 320 where a share of the image's size belongs, 0 to 1, not pixels"],
    ['0 0.5 x 0.1 0.1', 'has NaN where a share'],
    ['0 0.5 0.5 0 0.1', 'is a box without an area'],
  ])('the line %s, with its file and number', async (line, message) => {
    const files = { ...yoloPets, 'train/labels/1.txt': `${yolo(0)}${line}\n` };
    await refused(files, `has an object that cannot be used (train/labels/1.txt: line 2, "${line}", `);
    await refused(files, message);
    const { train, skipped } = await loaded(files, { skipBroken: true });
    expect(Object.keys(objectsIn(train))).toEqual(['20']);
    expect(skipped).toEqual([{ path: 'train/labels/1.txt', reason: expect.stringContaining('line 2') }]);
  });

  test.each([
    [
      [7, 30, 5, 5, 4],
      'annotation 1, of id 1, has the bbox [30,5,5,4], and 1.png is 20 pixels wide and 10 high;',
    ],
    [[7, 3, 5, 0, 4], 'has the bbox [3,5,0,4]'],
    [[9, 3, 5, 1, 4], 'annotation 1, of id 1, has the category 9, which is not listed'],
  ] as [[number, ...number[]], string][])('the annotation %j, with its file', async (annotation, message) => {
    const json = coco({ '1.png': [[3, 2, 1, 4, 3], annotation], '2.png': [] });
    const files = { ...cocoPets, 'annotations/instances_train.json': json };
    await refused(files, `(annotations/instances_train.json: annotation 1`);
    await refused(files, message);
    const { train, skipped } = await loaded(files, { skipBroken: true });
    expect(Object.keys(objectsIn(train))).toEqual(['20']);
    expect(skipped).toHaveLength(1);
  });

  const one = 'annotations/instances_train.json';
  test.each([
    [
      'no boxes',
      { 'train/1.png': image(1), 'test/1.png': image(2) },
      /pets has no boxes; expected DIR\/train/,
    ],
    [
      'labels without an image',
      { ...yoloPets, 'test/labels/7.txt': '' },
      'labels without images: test/labels/7.txt;',
    ],
    [
      'two images for a label',
      { ...yoloPets, 'train/images/1.jpg': image(1) },
      'both train/images/1.jpg and train/images/1.png',
    ],
    [
      'nothing to train on',
      { 'test/images/1.png': image(1), 'test/labels/1.txt': yolo(0) },
      'no images with boxes to train on',
    ],
    ['a gap in the names', { ...yoloPets, 'data.yaml': 'names:\n  0: cat\n  2: dog\n' }, 'data.yaml in'],
    ['no names', { ...yoloPets, 'data.yaml': 'nc: 2' }, 'has no list of names; expected names: [cat, dog]'],
    ['no YAML', { ...yoloPets, 'data.yaml': 'names: [cat' }, 'is no YAML ('],
    ['a name twice', { ...yoloPets, 'data.yaml': 'names: [cat, cat]' }, 'has the class cat twice'],
    ['no JSON', { ...cocoPets, [one]: '{' }, /instances_train\.json in .*pets is no JSON \(/],
    ['no lists', { ...cocoPets, [one]: '{"images": []}' }, "has no list annotations; expected COCO's format"],
    [
      'no size',
      { ...cocoPets, [one]: coco({}, { images: [{ id: 1, file_name: 'a.png' }] }) },
      'as images[0]; expected { "id": 1, "file_name"',
    ],
    [
      'an image that is not there',
      { ...cocoPets, [one]: coco({ '9.png': [] }) },
      'of the image 9.png there is no file',
    ],
    [
      'an image of another split',
      { ...cocoPets, [one]: coco({ 'val/1.png': [] }) },
      'of the image val/1.png there is no file',
    ],
    [
      'an annotation of no image',
      {
        ...cocoPets,
        [one]: coco({ '1.png': [] }, { annotations: [{ image_id: 5, category_id: 3, bbox: [1, 1, 1, 1] }] }),
      },
      'annotation 0 is of the image 5, which is not listed',
    ],
    [
      'an image twice',
      { ...cocoPets, 'train/annotations.json': coco({ '1.png': [] }) },
      'list the image train/1.png twice',
    ],
    [
      'two ids alike',
      {
        ...cocoPets,
        [one]: coco(
          {},
          { images: ['1', '2'].map((n) => ({ id: 1, file_name: `${n}.png`, width: 20, height: 10 })) },
        ),
      },
      'has two images of the id 1',
    ],
    [
      'other categories',
      { ...cocoPets, [one]: coco({ '1.png': [] }, { categories: [{ id: 3, name: 'bird' }] }) },
      'calls category 3 bird, and annotations/instances_test.json calls it cat',
    ],
    [
      'two categories alike',
      { ...cocoPets, [one]: coco({ '1.png': [] }, { categories: [{ id: 9, name: 'cat' }] }) },
      'two categories called cat',
    ],
    [
      'another size',
      {
        ...cocoPets,
        'train/1.png': encode({ width: 10, height: 20, channels: 3, data: new Uint8Array(600) }),
      },
      'train/1.png in',
    ],
    [
      'a broken image',
      { ...yoloPets, 'train/images/2.png': image(20).subarray(0, 60) },
      '1 of the 4 image files',
    ],
  ] as [string, Files, string | RegExp][])('folders with %s', async (_, files, message) => {
    await refused(files, message);
  });
});
