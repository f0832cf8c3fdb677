import { ConfigError, ShapeError, Tensor } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { toCategorical } from '../to-categorical.js';
import { checkSamples } from './check-samples.js';
import { colorJitter } from './color-jitter.js';
import { cutmix } from './cutmix.js';
import { mixup } from './mixup.js';
import { randomCrop } from './random-crop.js';
import { randomFlip } from './random-flip.js';

const images = (channels: number): Tensor =>
  new Tensor('u8', [2, 4, 4, channels], new Uint8Array(32 * channels));
const labels = new Tensor('i32', [2], Int32Array.of(0, 1));

describe('refused are', () => {
  test('samples that are no images', () => {
    const vectors = { x: new Tensor('f32', [2, 5], new Float32Array(10)), y: labels };
    expect(() => checkSamples([randomFlip()], vectors, 'labels')).toThrow(ShapeError);
    expect(() => checkSamples([randomFlip()], vectors, 'labels')).toThrow(
      'samples of shape [5]; it changes images',
    );
  });

  test('values to fill with that no byte has', () => {
    const check = (fillValue: number) =>
      checkSamples([randomCrop({ fillValue })], { x: images(3), y: labels }, 'labels');
    expect(() => check(-1)).toThrow('The fillValue of randomCrop is -1, and the images are bytes');
    expect(() => check(256)).toThrow(ConfigError);
    check(255);
    const floats = new Tensor('f32', [2, 4, 4, 1], new Float32Array(32));
    checkSamples([randomCrop({ fillValue: -1 })], { x: floats, y: labels }, 'labels');
  });

  test('changes of colour where there is none', () => {
    const grey = { x: images(1), y: labels };
    expect(() => checkSamples([colorJitter({ hue: 0.1 })], grey, 'labels')).toThrow('images of 1 channels');
    expect(() => checkSamples([colorJitter({ saturation: 0.1 })], grey, 'labels')).toThrow(ShapeError);
    checkSamples([colorJitter({ brightness: 0.1, contrast: 0.1 })], grey, 'labels');
  });

  test('class numbers, where labels are mixed', () => {
    for (const transform of [mixup(), cutmix()]) {
      expect(() => checkSamples([transform], { x: images(3), y: labels }, 'labels')).toThrow(ConfigError);
      expect(() => checkSamples([transform], { x: images(3), y: labels }, 'labels')).toThrow(
        `${transform.name} mixes what images are, and y holds class numbers; it takes one-hot rows, f32 [samples, classes]. Use the loss categoricalCrossentropy with y made by toCategorical(y, classes).`,
      );
      expect(() => checkSamples([transform], { x: images(3), y: labels }, 'values')).toThrow(
        'y holds i32 [2]',
      );
      checkSamples([transform], { x: images(3), y: toCategorical(labels, 3) }, 'values');
    }
  });
});
