import { input, interpret, randomStream, Session, Tensor, toNdArray } from '@cnn/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose, referenceFeeds } from '../../test/check-layer.js';
import { inferContext } from '../context.js';
import type { Layer } from '../layer.js';
import { batchNormalization } from '../layers/batch-normalization.js';
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { elu } from '../layers/elu.js';
import { flatten } from '../layers/flatten.js';
import { globalAveragePooling2d } from '../layers/global-average-pooling2d.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { resnet20 } from '../models/resnet-cifar.js';
import { type Sequential, sequential } from '../sequential.js';
import { featureMaps } from './feature-maps.js';
import { gradCam } from './grad-cam.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const CLASSES = 3;
const random = randomStream(2, 'image');
const image = new Tensor(
  'f32',
  [8, 8, 3],
  Float32Array.from({ length: 192 }, () => random.normal()),
);

/** What comes after the feature maps: first with the softmax, then without. */
const tail = (activation: 'softmax' | 'linear', first: object = {}): Layer[] => [
  maxPooling2d({ name: 'pool', ...first }),
  flatten({ name: 'flat' }),
  dense({ units: 5, activation: 'tanh', name: 'hidden' }),
  dense({ units: CLASSES, activation, name: 'classes' }),
];

const whole = (): Sequential =>
  sequential(
    [
      conv2d({ filters: 4, kernelSize: 3, padding: 'same', name: 'maps', inputShape: [8, 8, 3] }),
      batchNormalization(),
      // Without ties, at which a maximum has no derivative.
      elu({ name: 'last' }),
      ...tail('softmax'),
    ],
    { seed: 4 },
  );

/** Scores of the tail for feature maps, in f64. */
function scores(model: Sequential, maps: Float64Array): Float64Array {
  const part = sequential(tail('linear', { inputShape: [8, 8, 4] }), { seed: 4 });
  const value = input('x', [1, 8, 8, 4]);
  const feeds = referenceFeeds(part, []);
  part.weights.forEach(({ variable }, i) => {
    const trained = model.weights.slice(-4)[i]!;
    feeds.set(variable, toNdArray(trained.value));
  });
  feeds.set(value, { shape: value.shape, data: maps });
  return interpret([part.call(value, inferContext)], feeds)[0]!.data;
}

describe('gradCam', () => {
  it('weighs the channels by the mean gradient of the score before the softmax, as numeric gradients say', async () => {
    const tested = whole();
    const [maps] = await featureMaps(tested, image.reshape([1, 8, 8, 3]), { layers: ['last'], session });
    const activations = Float64Array.from(maps!.output.data);
    for (let classIndex = 0; classIndex < CLASSES; classIndex++) {
      const numeric = new Float64Array(4);
      for (let i = 0; i < activations.length; i++) {
        const score = (by: number): number => {
          const moved = activations.slice();
          moved[i]! += by;
          return scores(tested, moved)[classIndex]!;
        };
        numeric[i % 4]! += (score(1e-6) - score(-1e-6)) / 2e-6 / 64;
      }
      const { weights, map, layer } = await gradCam(tested, image, { classIndex, session });
      expect(layer).toBe('last');
      expectClose(weights, { shape: [4], data: numeric });
      const sums = Float64Array.from({ length: 64 }, (_, at) =>
        Math.max(
          0,
          numeric.reduce((sum, weight, channel) => sum + weight * activations[at * 4 + channel]!, 0),
        ),
      );
      expectClose(map, { shape: [8, 8], data: sums });
    }
  });

  it('explains the most probable class when none is named', async () => {
    const tested = whole();
    const { data } = await tested.predict(image.reshape([1, 8, 8, 3]), { session });
    const best = data.indexOf(Math.max(...data));
    const found = await gradCam(tested, image, { session });
    expect(found.classIndex).toBe(best);
    expect(found.probability).toBe(data[best]);
    expect(found).toEqual(await gradCam(tested, image.reshape([1, 8, 8, 3]), { classIndex: best, session }));
  });

  it('shows where a class is: a filter that answers to one place lights up there', async () => {
    const tested = sequential([
      conv2d({ filters: 2, kernelSize: 1, inputShape: [8, 8, 1] }),
      globalAveragePooling2d(),
      dense({ units: 2 }),
    ]);
    // The first channel is the image and speaks for class 0, the second its negative and for class 1.
    const [kernel, bias] = [
      new Tensor('f32', [1, 1, 1, 2], Float32Array.of(1, -1)),
      new Tensor('f32', [2], new Float32Array(2)),
    ];
    const mixing = new Tensor('f32', [2, 2], Float32Array.of(1, 0, 0, 1));
    tested.setWeights([kernel, bias, mixing, bias]);
    const spot = new Tensor('f32', [8, 8, 1], new Float32Array(64));
    spot.data[3 * 8 + 5] = 1;
    const { heatmap, map, weights } = await gradCam(tested, spot, { session });
    expect(weights.data[0]).toBeCloseTo(1 / 64);
    expect(heatmap.data.indexOf(1)).toBe(3 * 8 + 5);
    expect(heatmap.data.filter((each) => each > 0)).toHaveLength(1);
    expect(map.data[3 * 8 + 5]).toBeCloseTo(1 / 64);
    const other = await gradCam(tested, spot, { classIndex: 1, session });
    expect(other.heatmap.data.every((each) => each === 0)).toBe(true);
  });

  it('looks at the last feature maps of the size of the last convolution', async () => {
    const options = { inputShape: [32, 32, 3], classes: 4 } as const;
    const bytes = new Tensor(
      'u8',
      [32, 32, 3],
      Uint8Array.from({ length: 3072 }, (_, i) => i % 251),
    );
    const resnet = await gradCam(resnet20(options), bytes, { session });
    expect(resnet.layer).toMatch(/relu|activation/);
    expect(resnet.map.shape).toEqual([8, 8]);
    expect(resnet.heatmap.shape).toEqual([32, 32]);
  });

  it('says what it needs', async () => {
    const tested = whole();
    await expect(gradCam(tested, image, { classIndex: 3 })).rejects.toThrow('knows the classes 0 to 2');
    await expect(gradCam(tested, image, { layer: 'hidden' })).rejects.toThrow('it weighs feature maps');
    await expect(gradCam(tested, image.reshape([8, 24]))).rejects.toThrow('was given f32 [8, 24]');
    const two = new Tensor('f32', [2, 8, 8, 3], new Float32Array(384));
    await expect(gradCam(tested, two)).rejects.toThrow('one image is looked at at a time');
    const flat = sequential([flatten({ inputShape: [8, 8, 3] }), dense({ units: 2 })]);
    await expect(gradCam(flat, image)).rejects.toThrow('has no convolution');
    const pixels = sequential([conv2d({ filters: 2, kernelSize: 1, inputShape: [8, 8, 3] })]);
    await expect(gradCam(pixels, image)).rejects.toThrow('whole images');
  });
});
