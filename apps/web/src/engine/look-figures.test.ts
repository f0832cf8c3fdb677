import { synthetic } from '@cnn/datasets';
import { simpleCnn, unet } from '@cnn/layers';
import { expect, test } from 'vitest';
import { lookFigures } from './look-figures.js';

const { test: images } = synthetic({ trainCount: 1, testCount: 4, size: 16 });

test('test images are shown where they have the shape that the model takes', () => {
  const fitting = lookFigures(simpleCnn({ inputShape: [16, 16, 3] }), images);
  expect(fitting.imageShape).toEqual([16, 16, 3]);
  expect(fitting.classNames).toEqual(images.classNames);
  expect(fitting.samples!.labels).toEqual([...images.y.data]);
  expect(lookFigures(simpleCnn({ inputShape: [20, 20, 3] }), images).samples).toBeUndefined();
});

test('without them, classes have the names that training noted, or numbers', () => {
  const model = simpleCnn({ inputShape: [16, 16, 3], classes: 2 });
  expect(lookFigures(model, undefined)).toMatchObject({ samples: undefined, classNames: ['0', '1'] });
  model.metadata['classNames'] = '["cat", "dog"]';
  expect(lookFigures(model, undefined).classNames).toEqual(['cat', 'dog']);
  model.metadata['classNames'] = 'damaged';
  expect(lookFigures(model, undefined).classNames).toEqual(['0', '1']);
});

test('a network that tells something else than classes of images is refused', () => {
  const masks = unet({ inputShape: [16, 16, 3], classes: 5, filters: 2, padding: 'same' });
  expect(() => lookFigures(masks, undefined)).toThrow(
    "The model 'unet' makes [16, 16, 5] of an image; expected a number for each class.",
  );
});
