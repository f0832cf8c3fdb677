import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError } from '@cnn/tensor';
import { encode, type ImageData } from 'fast-png';
import { describe, expect, test } from 'vitest';
import type { DiskOptions } from '../image-folder/image-files.js';
import { temporaryFolder } from '../testing/folder.js';
import { pictureFile } from '../testing/pictures.js';
import { maskFolder, maskFolderFromFiles } from './mask-folder.js';

type Files = Record<string, Uint8Array | string>;

/** A colour image of one grey, which tells it from the others. */
function image(grey: number, width = 4, height = 4): Uint8Array {
  return encode({ width, height, channels: 3, data: new Uint8Array(width * height * 3).fill(grey) });
}

function mask(numbers: readonly number[], more: Partial<ImageData> = {}): Uint8Array {
  return encode({ width: 4, height: 4, channels: 1, data: Uint8Array.from(numbers), ...more });
}

const left = [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1];
const rim = [0, 0, 255, 2, 0, 0, 255, 2, 0, 0, 255, 2, 0, 0, 255, 2];

const cells: Files = {
  'train/images/1.png': image(10),
  'train/masks/1.png': mask(left),
  'train/images/deep/2.png': image(20),
  'train/masks/deep/2.png': mask(rim),
  'test/images/1.png': image(30),
  'test/masks/1.png': mask(rim),
  'val/images/1.png': image(40),
  'val/masks/1.png': mask(left),
};

async function onDisk(files: Files): Promise<{ folder: string; options: DiskOptions }> {
  const root = await temporaryFolder();
  const folder = join(root, 'cells');
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
  return { folder, options: { size: 4, cacheFolder: join(root, 'cache') } };
}

async function loaded(files: Files, more: Partial<DiskOptions> = {}) {
  const { folder, options } = await onDisk(files);
  return maskFolder(folder, { ...options, ...more });
}

const dropped = (files: Files) =>
  Object.entries(files).map(([name, contents]) => ({
    name: `cells/${name}`,
    bytes: typeof contents === 'string' ? new TextEncoder().encode(contents) : contents,
  }));

test('folders of images and masks become splits, with void where a mask says 255', async () => {
  const { folder, options } = await onDisk(cells);
  const { train, test, validation, source } = await maskFolder(folder, options);
  expect(source).toBe(`${folder} (split by folders)`);
  expect(train.classNames).toEqual(['class 0', 'class 1', 'class 2']);
  expect(train.x.shape).toEqual([2, 4, 4, 3]);
  for (let row = 0; row < 2; row++) {
    const grey = train.x.rows(row, row + 1).data[0];
    expect([...train.y.rows(row, row + 1).data]).toEqual(grey === 10 ? left : rim);
  }
  expect([test.x.data[0], ...test.y.data]).toEqual([30, ...rim]);
  expect([validation!.x.data[0], ...validation!.y.data]).toEqual([40, ...left]);
});

test('files at hand are the same data', async () => {
  const disk = await loaded(cells);
  const page = await maskFolderFromFiles(dropped(cells), { size: 4 });
  expect(page.train.y.data).toEqual(disk.train.y.data);
  expect(page.train.x.data).toEqual(disk.train.x.data);
  const named = await maskFolderFromFiles(dropped({ ...cells, 'classes.txt': 'sky\nsea\nland' }), {
    size: 4,
  });
  expect(named.test.classNames).toEqual(['sky', 'sea', 'land']);
});

test('what was decoded is read from the cache, until the list of classes changes', async () => {
  const { folder, options } = await onDisk(cells);
  const first = await maskFolder(folder, options);
  let decoded = 0;
  const counting = { ...options, onProgress: () => decoded++ };
  const again = await maskFolder(folder, counting);
  expect(decoded).toBe(0);
  expect(again.train.y.data).toEqual(first.train.y.data);
  expect(await readdir(join(options.cacheFolder!, 'image-folders'))).toHaveLength(2);
  await writeFile(join(folder, 'classes.txt'), 'void\nsky\nsea');
  const { test } = await maskFolder(folder, counting);
  expect(decoded).toBeGreaterThan(0);
  expect(test.classNames).toEqual(['sky', 'sea']);
  expect([...test.y.data.subarray(0, 4)]).toEqual([255, 255, 255, 1]);
});

test('without a folder for the test the seed keeps some pairs', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 10 }, (_, i): [string, Uint8Array][] => [
      [`images/${i}.png`, image(i)],
      [`masks/${i}.png`, mask(left.map((label) => label * (1 + (i % 2))))],
    ]).flat(),
  );
  const { train, test, source } = await loaded(files);
  expect(source).toMatch(/\(split by seed\)$/);
  expect([train.length, test.length]).toEqual([8, 2]);
  for (const set of [train, test]) {
    for (let row = 0; row < set.length; row++) {
      expect(set.y.rows(row, row + 1).data[2]).toBe(1 + (set.x.rows(row, row + 1).data[0]! % 2));
    }
  }
});

describe('classes of pixels are', () => {
  const one = (bytes: Uint8Array, more: Files = {}): Files => ({
    'train/images/1.png': image(1),
    'train/masks/1.png': bytes,
    'test/images/1.png': image(2),
    'test/masks/1.png': bytes,
    ...more,
  });
  const palette = [
    [0, 0, 0],
    [128, 64, 128],
    [7, 8, 9],
    [1, 2, 3],
  ] as [number, number, number][];
  const corners = [0, 1, 2, 3, ...left.slice(4)];
  const colours = 'sky #000000\nroad 128 64 128\nvoid: 7, 8, 9\nsign #010203\n';
  const rgb = encode({
    width: 4,
    height: 4,
    channels: 3,
    data: Uint8Array.from(corners.flatMap((number) => palette[number]!)),
  });

  test('the numbers of a palette, also where pixels share a byte', async () => {
    const whole = await loaded(one(mask(corners, { palette })));
    expect([...whole.train.y.data]).toEqual(corners);
    const bits = mask([0b01100000, 0b01010000, 0, 0], { depth: 1, palette: palette.slice(0, 2) });
    const { train } = await loaded(one(bits));
    expect([...train.y.data.subarray(0, 8)]).toEqual([0, 1, 1, 0, 0, 1, 0, 1]);
  });

  test.each([
    ['a palette', mask(corners, { palette })],
    ['red, green and blue', rgb],
  ])('those of the colours of %s, when the list has some', async (_, bytes) => {
    const { train } = await loaded(one(bytes, { 'classes.txt': colours }));
    expect(train.classNames).toEqual(['sky', 'road', 'sign']);
    expect([...train.y.data.subarray(0, 5)]).toEqual([0, 1, 255, 2, 0]);
    const json = JSON.stringify([
      { name: 'sky', color: '#000000' },
      { name: 'road', color: [128, 64, 128] },
      { name: 'void', color: [7, 8, 9] },
      { name: 'sign', color: [1, 2, 3] },
    ]);
    const same = await loaded(one(bytes, { 'classes.json': json }));
    expect(same.train.y.data).toEqual(train.y.data);
  });

  test('black and white, when the list says so', async () => {
    const files = one(mask(left.map((label) => 255 * label)));
    await expect(loaded(files)).rejects.toThrow(
      'no number but 0 and 255, which means no class; expected two',
    );
    const { train } = await loaded({ ...files, 'classes.txt': 'background #000000\nobject #ffffff' });
    expect([...train.y.data]).toEqual(left);
  });

  test('kept when sizes change: no class lies between two', async () => {
    const wide = encode({
      width: 8,
      height: 4,
      channels: 1,
      data: Uint8Array.from({ length: 32 }, (_, i) => (i % 8 < 4 ? 0 : 2)),
    });
    const files = one(wide, { 'train/images/1.png': image(1, 8, 4), 'test/images/1.png': image(2, 8, 4) });
    const rows = async (resize: 'crop' | 'squash' | 'pad', size: number) => {
      const { train } = await loaded(files, { resize, size });
      return Array.from({ length: size }, (_, row) => [
        ...train.y.data.subarray(row * size, (row + 1) * size),
      ]);
    };
    expect(await rows('squash', 4)).toEqual(new Array(4).fill([0, 0, 2, 2]));
    expect(await rows('crop', 2)).toEqual(new Array(2).fill([0, 2]));
    const nothing = [255, 255, 255, 255];
    expect(await rows('pad', 4)).toEqual([nothing, [0, 0, 2, 2], [0, 0, 2, 2], nothing]);
  });

  test.each([
    [
      'a number beyond the list',
      mask(rim),
      'sky\nsea',
      'it has the number 2, and the list of classes has the numbers 0 to 1',
    ],
    [
      'a colour that is not listed',
      rgb,
      'a #000000\nb #804080\nc #010203',
      'it has the colour 7 8 9 in row 0, column 2, which is that of no class',
    ],
    ['colours without a list', rgb, undefined, 'it is in colour, and no classes.txt or classes.json says'],
    ['no PNG', pictureFile('photo.jpg'), undefined, 'it is a JPEG, and masks are PNG files'],
    ['half a file', mask(left).subarray(0, 50), undefined, 'it is truncated or damaged'],
    ['one class', mask(left), 'sky', 'has one class; expected one class a line'],
    ['two of one name', mask(left), 'sky\nsky', 'has the class sky twice'],
    ['two of one colour', mask(left), 'sky #000000\nsea 0 0 0', 'has the colour 0 0 0 twice'],
    ['a colour too many', mask(left), 'sky #000000\nsea', 'has colours, but none for sea'],
    [
      'a colour beyond bytes',
      mask(left),
      'sky 0 0 256\nsea 0 0 0',
      'expected red, green and blue from 0 to 255',
    ],
  ])('refused when there is %s', async (_, bytes, list, message) => {
    const files = one(bytes, list === undefined ? {} : { 'classes.txt': list });
    await expect(loaded(files)).rejects.toThrow(DataError);
    await expect(loaded(files)).rejects.toThrow(message);
  });

  test.each(['{', '{"a": 1}', '[{"color": [1, 2, 3]}]', '[{"name": "a", "color": "red"}, "b"]'])(
    'refused when classes.json is %s',
    async (list) => {
      const files = one(mask(left), { 'classes.json': list });
      await expect(loaded(files)).rejects.toThrow(/^classes\.json in .*; expected a list such as/);
    },
  );
});

test('images and masks have to be pairs', async () => {
  const { 'test/masks/1.png': _, ...unmasked } = cells;
  await expect(loaded(unmasked)).rejects.toThrow(
    'has images without masks: test/images/1.png; expected a mask',
  );
  const { 'test/images/1.png': __, ...bare } = cells;
  await expect(loaded(bare)).rejects.toThrow('has masks without images: test/masks/1.png');
  const twice = { ...cells, 'train/images/1.jpg': pictureFile('photo.jpg') };
  await expect(loaded(twice)).rejects.toThrow('has both train/images/1.jpg and train/images/1.png');
  await expect(loaded({ 'train/cat/1.png': image(1) })).rejects.toThrow('no images with masks to train on');
});

test('an image and its mask have one size', async () => {
  const files = { ...cells, 'train/images/1.png': image(1, 5, 4) };
  const reason = 'it has 4 × 4 pixels, and train/images/1.png has 4 × 5';
  await expect(loaded(files)).rejects.toThrow(
    `has a mask of another size than the image (train/masks/1.png: ${reason}); expected the same height and width.`,
  );
  const { train, skipped } = await loaded(files, { skipBroken: true });
  expect([train.length, train.x.data[0]]).toEqual([1, 20]);
  expect(skipped).toEqual([{ path: 'train/masks/1.png', reason }]);
});

test('broken files can be left out, with what belongs to them', async () => {
  const cut = { 'train/masks/deep/2.png': mask(rim).subarray(0, 40), 'classes.txt': 'sky\nsea\nland' };
  const files = { ...cells, ...cut };
  await expect(loaded(files)).rejects.toThrow('set skipBroken to leave them out');
  const { train, skipped } = await loaded(files, { skipBroken: true });
  expect([train.length, train.x.data[0]]).toEqual([1, 10]);
  expect(skipped).toEqual([{ path: 'train/masks/deep/2.png', reason: 'it is truncated or damaged' }]);
});

test('nothing is written into the folder itself', async () => {
  const { folder, options } = await onDisk(cells);
  const before = (await stat(folder)).mtimeMs;
  await maskFolder(folder, options);
  expect((await stat(folder)).mtimeMs).toBe(before);
});
