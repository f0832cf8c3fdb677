import { synthetic, syntheticBoxes, syntheticMasks } from '@cnn/datasets';
import { yolo } from '@cnn/detection';
import { conv2d, noteClassifier, sequential, simpleCnn, unet } from '@cnn/layers';
import { expect, test } from 'vitest';
import { lookFigures } from './look-figures.js';

const { test: images } = synthetic({ trainCount: 1, testCount: 4, size: 16 });

test('test images are shown where they have the shape that the model takes', async () => {
  const fitting = await lookFigures(simpleCnn({ inputShape: [16, 16, 3] }), images);
  expect(fitting.imageShape).toEqual([16, 16, 3]);
  expect(fitting.classNames).toEqual(images.classNames);
  expect(fitting.samples!.labels).toEqual(Array.from(images.y.data, (label) => [label]));
  expect((await lookFigures(simpleCnn({ inputShape: [20, 20, 3] }), images)).samples).toBeUndefined();
});

test('without them, classes have the names that training noted, or numbers', async () => {
  const model = simpleCnn({ inputShape: [16, 16, 3], classes: 2 });
  expect(await lookFigures(model, undefined)).toMatchObject({ samples: undefined, classNames: ['0', '1'] });
  model.metadata['classNames'] = '["cat", "dog"]';
  expect((await lookFigures(model, undefined)).classNames).toEqual(['cat', 'dog']);
  model.metadata['classNames'] = 'damaged';
  expect((await lookFigures(model, undefined)).classNames).toEqual(['0', '1']);
});

test('classes have the names that training noted, and images of other classes are not those that it learned from', async () => {
  const model = simpleCnn({ inputShape: [16, 16, 3], classes: images.classNames.length });
  const noted = images.classNames.map((name) => `my ${name}`);
  noteClassifier(model, { classNames: noted });
  expect(await lookFigures(model, images)).toMatchObject({ classNames: noted, samples: undefined });
  noteClassifier(model, { classNames: images.classNames });
  const { classNames, samples } = await lookFigures(model, images);
  expect([classNames, samples!.labels.length]).toEqual([images.classNames, images.length]);
});

test('a network that tells classes of pixels is shown images with what is in them', async () => {
  const model = unet({ inputShape: [16, 16, 3], classes: 5, filters: 2, padding: 'same' });
  const { test: scenes } = syntheticMasks({ trainCount: 1, testCount: 3, size: 16 });
  const { task, classNames, samples } = await lookFigures(model, scenes);
  expect([task, classNames]).toEqual(['segmentation', scenes.classNames]);
  for (const [image, labels] of samples!.labels.entries()) {
    const seen = new Set(scenes.y.rows(image, image + 1).data);
    expect(labels).toEqual([1, 2, 3, 4].filter((label) => seen.has(label)));
  }
});

test('a detector is shown images with what is in them', async () => {
  const { model } = yolo({ inputShape: [32, 32, 3], classes: 4 });
  const { test: scenes } = syntheticBoxes({ trainCount: 1, testCount: 3, size: 32 });
  const { task, classNames, samples } = await lookFigures(model, scenes);
  expect([task, classNames]).toEqual(['detection', scenes.classNames]);
  expect(samples!.labels).toHaveLength(3);
});

test('a network that tells something else is refused', async () => {
  const maps = sequential([conv2d({ filters: 5, kernelSize: 3, inputShape: [16, 16, 3] })]);
  await expect(lookFigures(maps, undefined)).rejects.toThrow(
    /makes \[14, 14, 5\] of an image; expected a number for each class, or/,
  );
});
