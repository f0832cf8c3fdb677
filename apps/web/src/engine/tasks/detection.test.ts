import { ssd, yolo } from '@cnn/detection';
import { Session } from '@cnn/layers';
import { Tensor } from '@cnn/tensor';
import { compile } from '@cnn/train';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BoxAnswer } from '../protocol/look.js';
import type { Settings } from '../protocol/settings.js';
import { detection } from './detection.js';

const settings: Settings = {
  epochs: 1,
  batchSize: 8,
  validationSplit: 0,
  optimizer: 'adam',
  learningRate: 0.001,
  augment: ['flip', 'crop:4'],
  seed: 3,
};
const purpose = { imageShape: [32, 32, 3], classes: 4 } as const;
const { train, test: held } = detection.draw({ train: 16, test: 2, size: 32 });

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
});
afterAll(() => session.close());

function bytesOf({ data: { buffer, byteOffset, byteLength } }: Tensor): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

test('networks are those of the command line, to the bit', () => {
  for (const [name, make] of Object.entries({ yolo, ssd })) {
    const model = detection.build({ name: name as 'yolo' | 'ssd' }, purpose, { seed: 42 });
    const other = make({ inputShape: [32, 32, 3], classes: 4, filters: 16, seed: 42 }).model;
    expect(detection.classesOf(model)).toBe(4);
    const [mine, theirs] = [model, other].map((each) => Buffer.concat(each.getWeights().map(bytesOf)));
    expect(mine!.equals(theirs!)).toBe(true);
  }
});

test('a network learns from boxes that are moved with their images, and is rated', async () => {
  const model = detection.build({ name: 'yolo' }, purpose, { seed: 0 });
  const trainer = await compile(model, { optimizer: 'adam', ...detection.goal(model, settings), session });
  const augment = detection.augmentation(train, model, settings);
  const targets = detection.targets(train, model, settings);
  const { metrics } = await trainer.fit(targets, { epochs: 2, batchSize: 8, augment });
  expect(metrics['loss']![1]).toBeLessThan(metrics['loss']![0]!);
  const { meanAveragePrecision } = await detection.rate!(model, held, { batchSize: 1, session });
  expect(meanAveragePrecision).toBeGreaterThanOrEqual(0);
  expect(meanAveragePrecision).toBeLessThan(0.5);
  await trainer.close();
});

test('what is found is told with the object that it is, and how far it covers that', async () => {
  const { model, encode } = yolo({ inputShape: [32, 32, 3], classes: 4 });
  const truth = held.rows(0, 1);
  const [first, ...others] = truth.objects[0]!;
  // What the loss wants is what a perfect network says, but for logits in place of shares.
  const wanted = encode([[first!]]);
  const width = 9;
  const output = new Tensor('f32', wanted.shape, wanted.data.slice());
  for (let row = 0; row < output.data.length; row += width) {
    const numbers = output.data.subarray(row, row + width);
    const isObject = numbers[4] === 1;
    numbers.set([logit(numbers[0]!), logit(numbers[1]!)]);
    numbers.set(
      Array.from(numbers.subarray(4), (share) => (isObject && share === 1 ? 20 : -20)),
      4,
    );
  }
  const answer = (await detection.answer({ model, output, truth, session } as never)) as BoxAnswer;
  expect(answer.found).toHaveLength(1);
  expect(answer.found[0]).toMatchObject({ label: first!.label, object: 0 });
  expect(answer.found[0]!.score).toBeGreaterThan(0.99);
  expect(answer.found[0]!.overlap).toBeGreaterThan(0.95);
  expect(answer.truth).toEqual([first, ...others]);
  const alone = (await detection.answer({ model, output, truth: undefined, session } as never)) as BoxAnswer;
  expect(alone).toMatchObject({ truth: undefined, found: [{ object: undefined, overlap: undefined }] });
});

function logit(share: number): number {
  const within = Math.min(1 - 1e-6, Math.max(1e-6, share));
  return Math.log(within / (1 - within));
}

test('samples are images, and the same with their objects framed', () => {
  const { labels, pixels } = detection.samples(train);
  expect(labels).toHaveLength(20);
  const { size } = train.x.rows(0, 10);
  expect(pixels.subarray(0, size)).toEqual(train.x.rows(0, 10).data);
  expect(pixels.subarray(size)).not.toEqual(pixels.subarray(0, size));
  expect(labels[0]).toEqual([...new Set(train.objects[0]!.map(({ label }) => label))].sort());
});
