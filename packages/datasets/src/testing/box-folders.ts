import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError } from '@cnn/tensor';
import { encode } from 'fast-png';
import { expect } from 'vitest';
import type { LabelledBox } from '../box.js';
import { boxFolder } from '../box-folder/box-folder.js';
import type { DetectionDataset } from '../detection-dataset.js';
import type { DiskOptions } from '../image-folder/image-files.js';
import { temporaryFolder } from './folder.js';

export type Files = Record<string, Uint8Array | string>;
export type Rectangle = readonly [left: number, top: number, width: number, height: number];

export const [WIDTH, HEIGHT] = [20, 10];

/** A grey image, which tells it from the others, with a white rectangle. */
export function image(grey: number, [left, top, wide, high]: Rectangle = [2, 1, 4, 3]): Uint8Array {
  const data = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3 / WIDTH), Math.floor(i / 3) % WIDTH];
    const inside = row >= top && row < top + high && column >= left && column < left + wide;
    return inside ? 255 : grey;
  });
  return encode({ width: WIDTH, height: HEIGHT, channels: 3, data });
}

/** A rectangle in pixels as YOLO has it. */
export function yolo(label: number, [left, top, wide, high]: Rectangle = [2, 1, 4, 3]): string {
  const [x, y] = [(left + wide / 2) / WIDTH, (top + high / 2) / HEIGHT];
  return `${label} ${x} ${y} ${wide / WIDTH} ${high / HEIGHT}\n`;
}

/** A file of COCO's format: for each image, its objects as category and bbox. */
export function coco(
  images: Record<string, [category: number, ...bbox: number[]][]>,
  more: object = {},
): string {
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

export async function onDisk(files: Files): Promise<{ folder: string; options: DiskOptions }> {
  const root = await temporaryFolder();
  const folder = join(root, 'pets');
  for (const [name, contents] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
  const size = { width: WIDTH, height: HEIGHT };
  return { folder, options: { size, cacheFolder: join(root, 'cache') } };
}

export async function loaded(files: Files, more: Partial<DiskOptions> = {}) {
  const { folder, options } = await onDisk(files);
  return boxFolder(folder, { ...options, ...more });
}

/** Expects a folder to be refused, with a message. */
export async function expectRefused(files: Files, message: string | RegExp): Promise<void> {
  await expect(loaded(files)).rejects.toThrow(DataError);
  await expect(loaded(files)).rejects.toThrow(message);
}

export const dropped = (files: Files) =>
  Object.entries(files).map(([name, contents]) => ({
    name: `pets/${name}`,
    bytes: typeof contents === 'string' ? new TextEncoder().encode(contents) : contents,
  }));

/** Objects by the grey of their image, in pixels. */
export function objectsIn({ x, objects }: DetectionDataset): Record<number, number[][]> {
  const all = objects.map((list, i): [number, number[][]] => {
    const grey = x.rows(i, i + 1).data.at(-1)!;
    return [grey, list.map((object) => [object.label, ...inPixels(object)])];
  });
  return Object.fromEntries(all);
}

const inPixels = ({ left, top, right, bottom }: LabelledBox): number[] =>
  [left * WIDTH, top * HEIGHT, right * WIDTH, bottom * HEIGHT].map((edge) => Math.round(edge * 1e6) / 1e6);

export const first = [0, 2, 1, 6, 4];
export const second = [1, 10, 5, 15, 9];

export const yoloPets: Files = {
  'data.yaml': 'train: ../train/images\nnc: 2\nnames: [cat, dog]\n',
  'train/images/1.png': image(10),
  'train/labels/1.txt': yolo(0) + yolo(1, [10, 5, 5, 4]),
  'train/images/2.png': image(20),
  'valid/images/1.png': image(30),
  'valid/labels/1.txt': `\n${yolo(1, [10, 5, 5, 4])}\r\n`,
  'test/images/1.png': image(40),
  'test/labels/1.txt': yolo(0),
};

export const cocoPets: Files = {
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
