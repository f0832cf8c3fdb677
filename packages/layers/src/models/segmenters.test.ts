import { expect, test } from 'vitest';
import { type SegmenterName, segmenters } from './segmenters.js';

const names = Object.keys(segmenters) as SegmenterName[];

test.each(names)('%s tells a class of each pixel, and is narrower for small images', (name) => {
  const small = segmenters[name]({ inputShape: [64, 64, 3], classes: 5 });
  expect(small.outputShape).toEqual([null, 64, 64, 5]);
  expect(small.layers.some(({ className }) => className === 'BatchNormalization')).toBe(true);
  const large = segmenters[name]({ inputShape: [128, 128, 3], classes: 5, filters: 8 });
  expect(large.layers.some(({ className }) => className === 'BatchNormalization')).toBe(false);
  const widths = [small, large].map(({ layers }) => layers.find(({ className }) => className === 'Conv2D'));
  expect(widths.map((layer) => layer!.getConfig()['filters'])).toEqual([8, 8]);
  const wide = segmenters[name]({ inputShape: [64, 64, 3], classes: 5, filters: 16 });
  expect(wide.countParams()).toBeGreaterThan(2 * small.countParams());
});

test('large images have the width of the papers', () => {
  expect(segmenters.unet({ inputShape: [128, 128, 1] }).countParams()).toBe(31_030_658);
});
