import { describe, expect, test } from 'vitest';
import type { LabelledBox } from '../box.js';
import { image, loaded, type Rectangle, yolo } from '../testing/box-folders.js';

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
