import { randomStream, Session, Tensor } from '@cnn/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { flatten } from '../layers/flatten.js';
import { sequential } from '../sequential.js';
import { occlusion } from './occlusion.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const random = randomStream(4, 'image');
const image = new Tensor(
  'u8',
  [7, 6, 2],
  Uint8Array.from({ length: 84 }, () => random.integer(256)),
);
const network = () =>
  sequential([
    conv2d({ filters: 3, kernelSize: 3, activation: 'relu', inputShape: [7, 6, 2] }),
    flatten(),
    dense({ units: 3, activation: 'softmax' }),
  ]);

describe('occlusion', () => {
  it('predicts what a loop over covered copies predicts, whatever the batch size', async () => {
    const tested = network();
    const mean = [0, 1].map((channel) =>
      Math.round(image.data.filter((_, i) => i % 2 === channel).reduce((sum, byte) => sum + byte, 0) / 42),
    );
    // Three rows of patches over 7 pixels by steps of 3, which 'same' padding begins one pixel above; two columns over 6.
    const expected: number[] = [];
    for (const top of [-1, 2, 5]) {
      for (const left of [0, 3]) {
        const covered = image.data.slice();
        for (let y = Math.max(0, top); y < Math.min(7, top + 3); y++) {
          for (let x = left; x < Math.min(6, left + 2); x++) covered.set(mean, (y * 6 + x) * 2);
        }
        const { data } = await tested.predict(new Tensor('u8', [1, 7, 6, 2], covered), { session });
        expected.push(data[2]!);
      }
    }
    const [, , uncovered] = (await tested.predict(image.reshape([1, 7, 6, 2]), { session })).data;
    for (const batchSize of [1, 4, 32]) {
      const options = { patch: [3, 2], stride: 3, classIndex: 2, batchSize, session } as const;
      const { probability, probabilities, drops } = await occlusion(tested, image, options);
      expect(probabilities.shape).toEqual([3, 2]);
      expected.forEach((each, i) => {
        expect(probabilities.data[i]).toBeCloseTo(each, 5);
        expect(drops.data[i]).toBeCloseTo(uncovered! - each, 5);
      });
      expect(probability).toBeCloseTo(uncovered!, 5);
    }
  });

  it('finds the place that a model looks at', async () => {
    const looking = sequential([
      flatten({ inputShape: [8, 8, 1] }),
      dense({ units: 2, activation: 'softmax' }),
    ]);
    const weights = new Float32Array(128);
    weights[2 * (2 * 8 + 6)] = 9;
    looking.setWeights([new Tensor('f32', [64, 2], weights), new Tensor('f32', [2], new Float32Array(2))]);
    const spot = new Tensor('f32', [8, 8, 1], new Float32Array(64));
    spot.data[2 * 8 + 6] = 1;
    const { classIndex, drops } = await occlusion(looking, spot, { patch: 2, session });
    expect(classIndex).toBe(0);
    expect(drops.shape).toEqual([4, 4]);
    expect(drops.data.map((drop) => (drop > 0.1 ? 1 : 0)).indexOf(1)).toBe(1 * 4 + 3);
    expect(drops.data.filter((drop) => Math.abs(drop) > 1e-6)).toHaveLength(1);
  });

  it('refuses what makes no window', async () => {
    await expect(occlusion(network(), image, { patch: 0 })).rejects.toThrow('The patch of occlusion is 0');
    await expect(occlusion(network(), image, { patch: 2, stride: -1 })).rejects.toThrow(
      'The stride of occlusion',
    );
    await expect(occlusion(network(), image, {} as never)).rejects.toThrow(
      'The patch of occlusion is undefined',
    );
  });
});
