import { ConfigError, ShapeError, Tensor } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import type { LabelledBox } from '../box.js';
import { syntheticBoxes } from '../synthetic-boxes.js';
import { type AugmentationOptions, augmentation } from './augmentation.js';
import type { AugmentedBoxes } from './box-targets.js';
import { colorJitter } from './color-jitter.js';
import { cutmix } from './cutmix.js';
import { cutout } from './cutout.js';
import { mixup } from './mixup.js';
import { randomCrop } from './random-crop.js';
import { randomFlip } from './random-flip.js';
import { randomRotation } from './random-rotation.js';
import { randomTranslation } from './random-translation.js';
import { randomZoom } from './random-zoom.js';
import type { Transform } from './transforms.js';

const [COUNT, HEIGHT, WIDTH] = [60, 40, 50];
type Objects = readonly (readonly LabelledBox[])[];

/** Black images, each with a white rectangle. */
function rectangles(): { x: Tensor<'u8'>; objects: Objects } {
  const x = new Tensor('u8', [COUNT, HEIGHT, WIDTH, 1], new Uint8Array(COUNT * HEIGHT * WIDTH));
  const objects = Array.from({ length: COUNT }, (_, image) => {
    const [left, top] = [5 + (image % 20), 3 + (image % 15)];
    const [right, bottom] = [left + 8 + (image % 7), top + 6 + (image % 9)];
    for (let row = top; row < bottom; row++) {
      const begin = (image * HEIGHT + row) * WIDTH;
      x.data.fill(255, begin + left, begin + right);
    }
    const [width, height] = [WIDTH, HEIGHT];
    return [
      { left: left / width, top: top / height, right: right / width, bottom: bottom / height, label: image },
    ];
  });
  return { x, objects };
}

/** What is white in an image, in pixels. */
function whiteIn(x: Tensor, image: number): { box: number[]; area: number } {
  const { data } = x.rows(image, image + 1);
  const places = [...data.keys()].filter((place) => data[place]! > 0);
  const rows = places.map((place) => Math.floor(place / WIDTH));
  const columns = places.map((place) => place % WIDTH);
  const box = [Math.min(...columns), Math.min(...rows), Math.max(...columns) + 1, Math.max(...rows) + 1];
  return { box, area: places.length };
}

const inPixels = ({ left, top, right, bottom }: LabelledBox): number[] => [
  ...[left * WIDTH, top * HEIGHT],
  ...[right * WIDTH, bottom * HEIGHT],
];

/** Four numbers and a label for each image: those of its first object. */
function encode(objects: Objects): Tensor<'f32'> {
  const rows = objects.flatMap(([first]) => (first ? [...inPixels(first), first.label] : [0, 0, 0, 0, -1]));
  return new Tensor('f32', [objects.length, 1, 5], Float32Array.from(rows));
}

interface Which extends Partial<AugmentationOptions> {
  readonly minVisibility?: number;
  readonly samples?: Uint32Array;
}

/** The images and, of each, what is learned of it. */
async function augmented(transforms: readonly Transform[], { minVisibility, samples, ...more }: Which = {}) {
  const { x, objects } = rectangles();
  const boxes: AugmentedBoxes = {
    objects,
    encode,
    ...(minVisibility !== undefined && { minVisibility }),
  };
  const run = augmentation(transforms, { boxes, ...more }).open(3);
  const which = samples ?? Uint32Array.from({ length: COUNT }, (_, i) => i);
  const images = [...which].flatMap((image) => [...x.rows(image, image + 1).data]);
  const batch = await run.transform({
    x: new Tensor('u8', [which.length, HEIGHT, WIDTH, 1], Uint8Array.from(images)),
    y: encode([...which].map((sample) => objects[sample]!)),
    samples: which,
    epoch: 0,
    batch: 0,
  });
  await run.close();
  const targets = Array.from({ length: which.length }, (_, i) => [...batch.y.rows(i, i + 1).data]);
  return { x: batch.x, targets };
}

const constant = { fillMode: 'constant' } as const;
const warps: Transform[] = [
  randomTranslation({ heightFactor: 0.2, widthFactor: 0.2, ...constant }),
  randomRotation({ factor: 0.05, ...constant }),
  randomZoom({ heightFactor: 0.2, ...constant }),
];

describe('boxes move with their images', () => {
  const exact: Record<string, Transform[]> = {
    flipped: [randomFlip({ mode: 'horizontalAndVertical' })],
    cropped: [randomCrop({ padding: 12 })],
    'flipped and cropped': [randomFlip(), randomCrop({ padding: 5 })],
  };

  test.each(Object.entries(exact))('%s, to where the object is, as far as it is in view', async (_, list) => {
    const { objects } = rectangles();
    const { x, targets } = await augmented(list, { minVisibility: 0 });
    let moved = 0;
    targets.forEach(([left, top, right, bottom, label], image) => {
      const { box, area } = whiteIn(x, image);
      expect(label).toBe(area > 0 ? image : -1);
      if (area === 0) return;
      [left, top, right, bottom].forEach((edge, i) => {
        expect(edge).toBeCloseTo(box[i]!, 4);
      });
      if (Math.abs(left! - inPixels(objects[image]![0]!)[0]!) > 0.5) moved++;
    });
    expect(moved).toBeGreaterThan(COUNT / 5);
  });

  test.each(warps.map((warp) => [warp.name, warp] as const))('by %s, to a pixel', async (_, warp) => {
    const { x, targets } = await augmented([warp], { minVisibility: 0.9 });
    const found = targets.filter(([, , , , label]) => label! >= 0);
    expect(found.length).toBeGreaterThan(COUNT / 2);
    for (const [left, top, right, bottom, image] of found) {
      const { box } = whiteIn(x, image!);
      [left, top, right, bottom].forEach((edge, i) => {
        expect(Math.abs(edge! - box[i]!)).toBeLessThan(1.6);
      });
    }
  });

  test('and stay where they are while colours change', async () => {
    const { objects } = rectangles();
    const { targets } = await augmented([colorJitter({ brightness: 0.2 })]);
    expect(targets.flat()).toEqual([...encode(objects).data]);
  });
});

describe('an object of which less is left than a share is none', () => {
  const shares = [0, 0.3, 0.8, 1];

  test.each(shares)('%f, when it is cut off', async (minVisibility) => {
    const { x: before } = rectangles();
    const { x, targets } = await augmented([randomCrop({ padding: 20 })], { minVisibility });
    targets.forEach(([, , , , label], image) => {
      const left = whiteIn(x, image).area / whiteIn(before, image).area;
      expect(label).toBe(left > 0 && left >= minVisibility ? image : -1);
    });
    const kept = targets.filter(([, , , , label]) => label! >= 0);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(COUNT);
  });

  test.each(shares)('%f, when it is hidden; its box stays as it was', async (minVisibility) => {
    const { x: before, objects } = rectangles();
    const { x, targets } = await augmented([cutout({ size: 24 })], { minVisibility });
    targets.forEach(([...numbers], image) => {
      const left = whiteIn(x, image).area / whiteIn(before, image).area;
      const expected =
        left > 0 && left >= minVisibility ? [...encode([objects[image]!]).data] : [0, 0, 0, 0, -1];
      expect(numbers).toEqual(expected);
    });
  });

  test('of what there was at first, whatever takes it away', async () => {
    const { x: before } = rectangles();
    const list = [randomCrop({ padding: 12 }), randomCrop({ padding: 12 }), randomFlip()];
    const { x, targets } = await augmented(list, { minVisibility: 0.5 });
    let cutTwice = 0;
    targets.forEach(([, , , , label], image) => {
      const left = whiteIn(x, image).area / whiteIn(before, image).area;
      expect(label).toBe(left >= 0.5 ? image : -1);
      if (left > 0 && left < 0.5) cutTwice++;
    });
    expect(cutTwice).toBeGreaterThan(0);
  });

  test('0.25, when nothing is said', async () => {
    const list = [randomCrop({ padding: 20 })];
    expect((await augmented(list)).targets).toEqual((await augmented(list, { minVisibility: 0.25 })).targets);
  });
});

test('what becomes of objects depends on neither the workers nor the batch', async () => {
  const list = [randomFlip(), randomCrop({ padding: 9 }), ...warps, cutout({ size: 9 })];
  const here = await augmented(list, { workers: 0 });
  for (const workers of [1, 2]) {
    const there = await augmented(list, { workers });
    expect(there.targets).toEqual(here.targets);
    expect(there.x).toEqual(here.x);
  }
  const samples = Uint32Array.of(41, 7, 12);
  const some = await augmented(list, { samples });
  expect(some.targets).toEqual([...samples].map((sample) => here.targets[sample]));
});

describe('refused are', () => {
  const { x, objects } = rectangles();
  const withBoxes = (list: Transform[], more: object = {}) =>
    augmentation(list, { boxes: { objects, encode, ...more } });

  test.each([
    [mixup(), 'given mixup with boxes; it mixes images, and a box is around an object or it is not.'],
    [cutmix(), 'given cutmix with boxes; it mixes images'],
    [
      randomRotation({ factor: 0.1 }),
      "randomRotation of fillMode 'reflect' with boxes; from beyond the edges it brings objects into view again",
    ],
    [randomZoom({ heightFactor: 0.1, fillMode: 'wrap' }), "Pass randomZoom({ …, fillMode: 'constant' })"],
  ] as [Transform, string][])('transforms that boxes cannot follow', (transform, message) => {
    expect(() => withBoxes([transform])).toThrow(ConfigError);
    expect(() => withBoxes([transform])).toThrow(message);
  });

  test('options that cannot be used', () => {
    expect(() => withBoxes([randomFlip()], { minVisibility: 1.5 })).toThrow(
      'The minVisibility of boxes is 1.5; it must be a number from 0 to 1.',
    );
    expect(() => withBoxes([randomFlip()], { minArea: 1 })).toThrow("has no option 'minArea'");
    expect(() => withBoxes([randomFlip()], { encode: undefined })).toThrow('lack objects or encode;');
  });

  test('boxes of other data', () => {
    const y = encode(objects);
    const given = withBoxes([randomFlip()]);
    given.check({ x, y }, 'values');
    const fewer = { x: x.rows(0, 9), y: y.rows(0, 9) };
    expect(() => given.check(fewer, 'values')).toThrow('given boxes for 60 images, and there are 9;');
    const wide = { x, y: new Tensor('f32', [COUNT, 2, 5], new Float32Array(COUNT * 10)) };
    expect(() => given.check(wide, 'values')).toThrow(ShapeError);
    expect(() => given.check(wide, 'values')).toThrow(
      'are encoded as f32 [1, 5] for each image, and y is f32 [2, 5];',
    );
  });

  test('boxes that nobody moves', () => {
    expect(() => augmentation([randomFlip()]).check({ x, y: encode(objects) }, 'values')).toThrow(
      "only masks y of the images' height and width move along, and the boxes that augmentation is given.",
    );
  });
});

test('a resumed run is to have the same share', () => {
  const { train } = syntheticBoxes({ trainCount: 1, testCount: 1 });
  const told = (minVisibility: number) =>
    JSON.stringify(
      augmentation([randomFlip()], { boxes: { objects: train.objects, encode, minVisibility } }),
    );
  expect(told(0.25)).not.toBe(told(0.3));
  expect(JSON.parse(told(0.3))).toEqual({ transforms: [randomFlip()], minVisibility: 0.3 });
});
