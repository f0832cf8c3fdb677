import { Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { mirrorImages } from './mirror-images.js';

test('images are mirrored left to right, with their channels', () => {
  const images = new Tensor('u8', [2, 1, 3, 2], Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  expect([...mirrorImages(images).data]).toEqual([5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8]);
  expect(mirrorImages(mirrorImages(images))).toEqual(images);
});
