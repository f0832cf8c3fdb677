import { expect, test } from 'vitest';
import { namedTransforms, transformNamed } from './named-transforms.js';
import { randomCrop } from './random-crop.js';
import { transformNames } from './transforms.js';

test('every transform has a short name', () => {
  const made = Object.values(namedTransforms).map(({ make }) => make().name);
  expect(new Set(made)).toEqual(new Set(transformNames));
});

test('a number behind the name is its option', () => {
  expect(transformNamed('crop:2')).toEqual(randomCrop({ padding: 2 }));
  expect(transformNamed('mirror-crop:3')).toEqual(randomCrop({ padding: 3, fillMode: 'reflect' }));
  expect(transformNamed(' crop ')).toEqual(randomCrop({ padding: 4 }));
});

test.each(['flipp', 'flip:1', 'crop:', 'crop:-1', 'constructor', ''])('%s is none', (text) => {
  expect(transformNamed(text)).toBeUndefined();
});
