import { conv2d, input } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { cellsFrom, windowPlaces } from './sliding-window.js';

test('there are as many windows as a convolution has outputs, and none where it has none', () => {
  for (const padding of ['valid', 'same'] as const) {
    for (let i = 0; i < 9 * 5 * 3 * 3; i++) {
      const size = 1 + (i % 9);
      const kernel = 1 + (Math.floor(i / 9) % 5);
      const stride = 1 + (Math.floor(i / 45) % 3);
      const dilation = 1 + Math.floor(i / 135);
      const places = windowPlaces({ size, kernel, stride, dilation, padding });
      const convolution = () =>
        conv2d(
          { x: input('x', [1, size, size, 1]), w: input('w', [kernel, kernel, 1, 1]) },
          { strides: [stride, stride], padding, dilations: [dilation, dilation] },
        ).y.shape[1];
      if (!places) expect(convolution).toThrow('does not fit');
      else expect(places.starts.length).toBe(convolution());
    }
  }
});

test('windows begin in the padding, and a stride can pass over cells', () => {
  const same = windowPlaces({ size: 5, kernel: 3, stride: 2, dilation: 1, padding: 'same' })!;
  expect(same).toEqual({ extent: 3, before: 1, after: 1, starts: [-1, 1, 3], unseen: [] });
  const valid = windowPlaces({ size: 8, kernel: 2, stride: 3, dilation: 1, padding: 'valid' })!;
  expect(valid).toEqual({ extent: 2, before: 0, after: 0, starts: [0, 3, 6], unseen: [2, 5] });
  expect(cellsFrom(-1, 3, 2)).toEqual([-1, 1, 3]);
});
