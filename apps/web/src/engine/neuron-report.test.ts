import { synthetic } from '@cnn/datasets';
import { featureMaps, Session, simpleCnn } from '@cnn/layers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { neuronReport } from './neuron-report.js';

let session: Session;
beforeAll(async () => {
  session = await Session.create({ threads: 1 });
});
afterAll(() => session.close());

const image = synthetic({ trainCount: 1, testCount: 1, size: 16 }).test.x.rows(0, 1);
const model = simpleCnn({ inputShape: [16, 16, 3], seed: 2 });

test('the parts of a convolution add up to the number in its feature map, the strongest channels first', async () => {
  const [maps] = await featureMaps(model, image, { layers: ['conv2d_1'], session });
  const [, , width, channels] = maps!.output.shape as [number, number, number, number];
  const place = { layer: 'conv2d_1', row: 2, column: 3, channel: 5 };
  const report = await neuronReport(model, image, place, session);
  expect(report.value).toBe(maps!.output.data[(2 * width + 3) * channels + 5]);
  const { made } = report;
  if (made?.kind !== 'sum') throw new Error('A convolution is a sum.');
  const sizes = made.terms.map(({ sum }) => Math.abs(sum));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  expect([made.terms.length, made.rest.count]).toEqual([3, 29]);
  const products = made.terms.map(({ inputs, weights }) =>
    inputs.reduce((sum, input, i) => sum + input * weights[i]!, 0),
  );
  const sum = products.reduce((total, each) => total + each, made.rest.sum + made.bias);
  expect(sum).toBeCloseTo(made.sum, 10);
  expect(Math.max(0, sum)).toBeCloseTo(report.value, 5);
  // Two rows and columns of a pooling, and one more on each side for the convolution before it.
  expect(report.field).toEqual({ row: 3, column: 5, height: 8, width: 8 });
  expect(report.input).toMatchObject({
    layer: 'max_pooling2d',
    frame: { row: 2, column: 3, height: 3, width: 3 },
    channel: made.terms[0]!.channel,
  });
});

test('a number of a dense layer depends on all of the image, by the numbers before it', async () => {
  const report = await neuronReport(model, image, { layer: 'dense', row: 0, column: 7, channel: 0 }, session);
  const [maps] = await featureMaps(model, image, { layers: ['dense'], session });
  expect([report.value, report.field, report.input]).toEqual([maps!.output.data[7], undefined, undefined]);
  expect(report.made).toMatchObject({ kind: 'sum', height: 1, width: 1, activation: 'relu' });
});

test('a number that is passed on has no parts', async () => {
  const place = { layer: 'flatten', row: 0, column: 9, channel: 0 };
  expect((await neuronReport(model, image, place, session)).made).toBeUndefined();
});
