import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import {
  coco,
  cocoPets,
  expectRefused,
  type Files,
  image,
  loaded,
  objectsIn,
  yolo,
  yoloPets,
} from '../testing/box-folders.js';

describe('refused are', () => {
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
      'annotations that cannot be used (test/labels/7.txt: there is no image for it, as',
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
      'an image of another size than told (train/1.png: it has 20 × 10 pixels, and 10 × 20 by its annotations); expected',
    ],
    [
      'a broken image',
      { ...yoloPets, 'train/images/2.png': image(20).subarray(0, 60) },
      '1 of the 4 image files',
    ],
  ] as [string, Files, string | RegExp][])('folders with %s', async (_, files, message) => {
    await expectRefused(files, message);
  });
});

describe('left out with skipBroken are', () => {
  test('images of another size than told', async () => {
    const tall = encode({ width: 10, height: 20, channels: 3, data: new Uint8Array(600) });
    const { train, skipped } = await loaded({ ...cocoPets, 'train/1.png': tall }, { skipBroken: true });
    expect(objectsIn(train)).toEqual({ 20: [] });
    const reason = 'it has 20 × 10 pixels, and 10 × 20 by its annotations';
    expect(skipped).toEqual([{ path: 'train/1.png', reason }]);
  });

  test('labels without an image', async () => {
    const files = { ...yoloPets, 'test/labels/7.txt': yolo(1), 'train/labels/9.txt': '' };
    const { train, test, skipped } = await loaded(files, { skipBroken: true });
    expect(Object.keys(objectsIn(train))).toEqual(['10', '20']);
    expect(test).toHaveLength(1);
    expect(skipped.map(({ path }) => path)).toEqual(['test/labels/7.txt', 'train/labels/9.txt']);
  });
});
