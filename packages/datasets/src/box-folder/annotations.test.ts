import { describe, expect, test } from 'vitest';
import {
  coco,
  cocoPets,
  expectRefused,
  first,
  loaded,
  objectsIn,
  second,
  yolo,
  yoloPets,
} from '../testing/box-folders.js';

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

describe('refused is', () => {
  test.each([
    ['0 0.5 0.5 0.1', 'line 2, "0 0.5 0.5 0.1", has 4 numbers; expected class, x, y, width and height'],
    ['2 0.5 0.5 0.1 0.1', 'has the class 2; expected a whole number from 0 to 1'],
    ['cat 0.5 0.5 0.1 0.1', 'has the class NaN;'],
    ['0 320 240 64 64', "has 320 where a share of the image's size belongs, 0 to 1, not pixels"],
    ['0 0.5 x 0.1 0.1', 'has NaN where a share'],
    ['0 0.5 0.5 0 0.1', 'is a box without an area'],
  ])('the line %s, with its file and number', async (line, message) => {
    const files = { ...yoloPets, 'train/labels/1.txt': `${yolo(0)}${line}\n` };
    await expectRefused(
      files,
      `has annotations that cannot be used (train/labels/1.txt: line 2, "${line}", `,
    );
    await expectRefused(files, message);
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
    await expectRefused(files, `(annotations/instances_train.json: annotation 1`);
    await expectRefused(files, message);
    const { train, skipped } = await loaded(files, { skipBroken: true });
    expect(Object.keys(objectsIn(train))).toEqual(['20']);
    expect(skipped).toHaveLength(1);
  });
});
