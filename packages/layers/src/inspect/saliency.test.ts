import { interpret, randomStream, Session, Tensor } from '@cnn/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose, referenceFeeds } from '../../test/check-layer.js';
import { inferContext } from '../context.js';
import { inputLayer } from '../input-layer.js';
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { flatten } from '../layers/flatten.js';
import { rescaling } from '../layers/rescaling.js';
import { subtract } from '../layers/subtract.js';
import { model } from '../model.js';
import { type Sequential, sequential } from '../sequential.js';
import { saliency } from './saliency.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const random = randomStream(3, 'image');
const bytes = new Tensor(
  'u8',
  [5, 4, 2],
  Uint8Array.from({ length: 40 }, () => random.integer(256)),
);

const network = (activation: 'softmax' | 'linear', first: object): Sequential =>
  sequential(
    [
      rescaling({ name: 'scale', scale: 0.005, ...first }),
      conv2d({ name: 'conv', filters: 3, kernelSize: 3, activation: 'tanh' }),
      flatten({ name: 'flat' }),
      dense({ name: 'classes', units: 2, activation }),
    ],
    { seed: 6 },
  );

describe('saliency', () => {
  it('is the gradient of the score before the softmax, as numeric gradients say, for bytes and floats', async () => {
    const inputShape = { inputShape: [5, 4, 2] };
    const linear = network('linear', inputShape);
    const value = linear.inputValue(1);
    const score = (image: Float64Array): number => {
      const feeds = referenceFeeds(linear, []).set(value, { shape: value.shape, data: image });
      return interpret([linear.call(value, inferContext)], feeds)[0]!.data[1]!;
    };
    const image = Float64Array.from(bytes.data);
    const numeric = Float64Array.from(image, (_, i) => {
      const moved = (by: number): number => score(image.with(i, image[i]! + by));
      return (moved(1e-5) - moved(-1e-5)) / 2e-5;
    });
    const floats = new Tensor('f32', bytes.shape, Float32Array.from(bytes.data));
    for (const given of [bytes, floats]) {
      const { gradient, map } = await saliency(network('softmax', inputShape), given, {
        classIndex: 1,
        session,
      });
      expectClose(gradient, { shape: [5, 4, 2], data: numeric }, 1e-4);
      const largest = Float64Array.from({ length: 20 }, (_, pixel) =>
        Math.max(Math.abs(gradient.data[2 * pixel]!), Math.abs(gradient.data[2 * pixel + 1]!)),
      );
      expectClose(map, { shape: [5, 4], data: largest });
    }
  });

  it('takes bytes for 0 … 1 where the model does', async () => {
    const plain = sequential([flatten({ inputShape: [5, 4, 2] }), dense({ units: 2 })]);
    const scaled = new Tensor(
      'f32',
      bytes.shape,
      Float32Array.from(bytes.data, (byte) => byte / 255),
    );
    const [ofBytes, ofFloats] = [
      await saliency(plain, bytes, { session }),
      await saliency(plain, scaled, { session }),
    ];
    expect(ofBytes.gradient.data).toEqual(ofFloats.gradient.data);
    expect(ofBytes.probability).toBeCloseTo(ofFloats.probability, 5);
  });

  it('refuses bytes that mean two things', async () => {
    const image = inputLayer({ shape: [5, 4, 2] });
    const difference = subtract().apply([
      rescaling({ scale: 1 }).apply(image),
      conv2d({ filters: 2, kernelSize: 1 }).apply(image),
    ]);
    const both = model({ inputs: image, outputs: dense({ units: 2 }).apply(flatten().apply(difference)) });
    await expect(saliency(both, bytes, { session })).rejects.toThrow('Pass floats.');
  });
});
