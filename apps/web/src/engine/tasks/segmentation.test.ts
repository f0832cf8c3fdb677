import { type SegmenterName, segmenters } from '@cnn/layers';
import { Tensor } from '@cnn/tensor';
import { compile } from '@cnn/train';
import { expect, test } from 'vitest';
import { tasks } from '../../tasks/tasks.js';
import { segmentation } from './segmentation.js';
import type { Look } from './task-work.js';

const settings = {
  epochs: 1,
  batchSize: 4,
  validationSplit: 0,
  optimizer: 'adam',
  learningRate: 0.001,
  augment: ['flip', 'rotate'],
  seed: 3,
} as const;
const { train, test: held } = segmentation.draw({ train: 8, test: 2 });
const purpose = { imageShape: [64, 64, 3], classes: 5 } as const;

test('networks are those of the command line, to the bit', () => {
  for (const name of tasks.segmentation.models) {
    const model = segmentation.build({ name }, purpose, { seed: 42 });
    const other = segmenters[name as SegmenterName]({ inputShape: [64, 64, 3], classes: 5, seed: 42 });
    expect(segmentation.classesOf(model)).toBe(5);
    const [mine, theirs] = [model, other].map((each) => Buffer.concat(each.getWeights().map(bytesOf)));
    expect(mine!.equals(theirs!)).toBe(true);
  }
});

function bytesOf({ data: { buffer, byteOffset, byteLength } }: Tensor): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

test('a network learns from masks that are moved with their images', async () => {
  const model = segmentation.build({ name: 'unet' }, purpose, { seed: 0 });
  const trainer = await compile(model, {
    optimizer: 'adam',
    ...segmentation.goal(model, settings),
    threads: 1,
  });
  const augment = segmentation.augmentation(train, model, settings);
  const { metrics } = await trainer.fit(segmentation.targets(train, model, settings), {
    epochs: 2,
    batchSize: 4,
    augment,
  });
  expect(Object.keys(metrics).sort()).toEqual(['accuracy', 'loss', 'meanIoU']);
  expect(metrics['loss']![1]).toBeLessThan(metrics['loss']![0]!);
  await trainer.close();
});

test('the answer is the likeliest class of each pixel, beside the true ones', async () => {
  const output = new Tensor('f32', [1, 1, 2, 3], Float32Array.of(0.2, 0.5, 0.3, 0.4, 0.3, 0.3));
  const truth = held.rows(1, 2);
  const answer = await segmentation.answer({ output, truth } as Look<typeof held>);
  expect(answer).toEqual({ task: 'segmentation', mask: Uint8Array.of(1, 0), truth: truth.y.data });
});

test('samples are images, and the same in the colours of their classes', () => {
  const { labels, pixels } = segmentation.samples(train);
  expect(labels).toHaveLength(16);
  const { data } = train.x;
  expect(pixels.subarray(0, data.length)).toEqual(data);
  const coloured = pixels.subarray(data.length);
  train.y.data.forEach((label, pixel) => {
    const [before, after] = [data, coloured].map((bytes) => bytes.subarray(3 * pixel, 3 * pixel + 3));
    if (label === 0) expect(after).toEqual(before);
    else expect(Math.max(...after!.map((byte, i) => Math.abs(byte - before![i]!)))).toBeGreaterThan(0);
  });
});
