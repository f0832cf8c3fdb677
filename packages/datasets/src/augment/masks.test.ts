import { ConfigError, ShapeError, Tensor, tensor } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { syntheticMasks } from '../synthetic-masks.js';
import { noise } from '../testing/image-batches.js';
import { toCategorical } from '../to-categorical.js';
import { type AugmentationOptions, augmentation } from './augmentation.js';
import { checkSamples } from './check-samples.js';
import { colorJitter } from './color-jitter.js';
import { cutout } from './cutout.js';
import { randomCrop } from './random-crop.js';
import { randomFlip } from './random-flip.js';
import { randomRotation } from './random-rotation.js';
import { randomTranslation } from './random-translation.js';
import { randomZoom } from './random-zoom.js';
import type { Transform } from './transforms.js';
import type { WarpOptions } from './warp-image.js';

const COUNT = 12;

/** Masks of seven classes, whose images show nothing but the class of each pixel. */
const y = new Tensor('u8', [COUNT, 9, 8], noise([COUNT, 9, 8, 1]).data.map((byte) => byte % 7) as Uint8Array);

async function augmented(transforms: readonly Transform[], masks: Tensor, options: AugmentationOptions = {}) {
  const run = augmentation(transforms, options).open(3);
  const batch = await run.transform({
    x: new Tensor('u8', [COUNT, 9, 8, 1], y.data.slice()),
    y: new Tensor(masks.dtype, masks.shape, masks.data.slice()),
    samples: Uint32Array.from({ length: COUNT }, (_, i) => i),
    epoch: 0,
    batch: 0,
  });
  await run.close();
  return batch;
}

const warps = (options: WarpOptions): Transform[] => [
  randomTranslation({ heightFactor: 0.2, widthFactor: 0.2, ...options }),
  randomRotation({ factor: 0.1, ...options }),
  randomZoom({ heightFactor: 0.3, ...options }),
];

describe('masks move with their images', () => {
  const transforms: Record<string, Transform[]> = {
    flipped: [randomFlip({ mode: 'horizontalAndVertical' })],
    cropped: [randomCrop({ padding: 3 })],
    'cropped, mirrored at the edges': [randomCrop({ padding: 3, fillMode: 'reflect' })],
    'moved, turned and enlarged': warps({ interpolation: 'nearest' }),
    'the same, filled with a constant': warps({ interpolation: 'nearest', fillMode: 'constant' }),
  };

  test.each(Object.entries(transforms))('%s', async (_, list) => {
    const batch = await augmented(list, y);
    expect([batch.y.dtype, batch.y.shape]).toEqual(['u8', [COUNT, 9, 8]]);
    expect(batch.y.data).not.toEqual(y.data);
    expect([...batch.y.data]).toEqual([...batch.x.data]);
    const wide = new Tensor('i32', [COUNT, 9, 8, 1], Int32Array.from(y.data));
    expect([...(await augmented(list, wide)).y.data]).toEqual([...batch.x.data]);
  });

  test('as one-hot rows', async () => {
    const list = [randomFlip(), ...warps({})];
    const numbers = await augmented(list, y);
    const rows = await augmented(list, toCategorical(y, 7));
    expect(rows.y).toEqual(toCategorical(numbers.y, 7));
  });

  test('without classes between others, where colours are', async () => {
    const sharp = await augmented(warps({ interpolation: 'nearest' }), y);
    const smooth = await augmented(warps({}), y);
    expect(smooth.y).toEqual(sharp.y);
    expect(smooth.x).not.toEqual(sharp.x);
  });

  test('and stay where they are, and what they are, while colours change', async () => {
    const { y: masks } = await augmented([colorJitter({ brightness: 0.5 }), cutout({ size: 3 })], y);
    expect(masks).toEqual(y);
  });
});

test('a filled border is of class 0, whatever its colour', async () => {
  const ones = new Tensor('u8', [COUNT, 9, 8], new Uint8Array(COUNT * 72).fill(1));
  const { x, y: masks } = await augmented([randomCrop({ padding: 4, fillValue: 200 })], ones);
  expect(new Set(masks.data)).toEqual(new Set([0, 1]));
  masks.data.forEach((label, i) => {
    expect(label === 0).toBe(x.data[i] === 200);
  });
});

test.each([
  ['cropping', [randomCrop({ padding: 4, fillValue: 200 })]],
  [
    'turning',
    [randomRotation({ factor: 0.1, fillMode: 'constant', fillValue: 200, interpolation: 'nearest' })],
  ],
])('a border that comes with %s is of the class that was chosen', async (_, list) => {
  const ones = new Tensor('u8', [COUNT, 9, 8], new Uint8Array(COUNT * 72).fill(1));
  const { x, y: masks } = await augmented(list, ones, { maskFill: 255 });
  expect(new Set(masks.data)).toEqual(new Set([255, 1]));
  masks.data.forEach((label, i) => {
    expect(label === 255).toBe(x.data[i] === 200);
  });
});

test('a class for the border has to fit into masks', () => {
  const { train } = syntheticMasks({ trainCount: 2, testCount: 1 });
  const filling = (maskFill: number) => augmentation([randomCrop()], { maskFill });
  filling(255).check(train, 'labels');
  expect(() => filling(256).check(train, 'labels')).toThrow('given the maskFill 256, and y holds bytes;');
  const rows = { x: train.x, y: toCategorical(train.y, 5) };
  filling(0).check(rows, 'values');
  expect(() => filling(255).check(rows, 'values')).toThrow('and y holds values; it must be a number');
  expect(() => filling(-1)).toThrow(ConfigError);
  expect(JSON.stringify([filling(0), filling(255)])).toContain('"maskFill":255');
});

test('sets with masks are taken, and what cannot move along is refused', () => {
  const { train } = syntheticMasks({ trainCount: 2, testCount: 1 });
  checkSamples([randomFlip(), randomCrop(), ...warps({})], train, 'labels');
  const x = noise([2, 4, 4, 3]);
  const small = { x, y: new Tensor('u8', [2, 2, 2], new Uint8Array(8)) };
  expect(() => checkSamples([randomFlip()], small, 'labels')).toThrow(ShapeError);
  expect(() => checkSamples([randomFlip()], small, 'labels')).toThrow(
    'randomFlip moves the pixels of images [4, 4, 3] and was given y of shape [2, 2] for each;',
  );
  const masks = new Tensor('u8', [2, 4, 4], new Uint8Array(32));
  const sampleWeight = tensor(new Float32Array(32), [2, 4, 4]);
  expect(() => checkSamples([randomCrop()], { x, y: masks, sampleWeight }, 'labels')).toThrow(
    'was given sampleWeight of shape [4, 4] for each',
  );
  checkSamples([colorJitter({ hue: 0.1 }), cutout()], { ...small, sampleWeight }, 'labels');
});
