import { interpret, randomStream, Session, Tensor, toNdArray } from '@cnn/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose, referenceFeeds } from '../../test/check-layer.js';
import { inferContext } from '../context.js';
import { inputLayer } from '../input-layer.js';
import { add } from '../layers/add.js';
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { dropout } from '../layers/dropout.js';
import { flatten } from '../layers/flatten.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { model } from '../model.js';
import { sequential } from '../sequential.js';
import { featureMaps } from './feature-maps.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const COUNT = 5;
const random = randomStream(1, 'images');
const images = new Tensor(
  'u8',
  [COUNT, 8, 8, 3],
  Uint8Array.from({ length: COUNT * 192 }, () => random.integer(256)),
);

const chain = () =>
  sequential([
    conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 3] }),
    dropout({ rate: 0.5 }),
    maxPooling2d(),
    flatten(),
    dense({ units: 3, activation: 'softmax' }),
  ]);

describe('featureMaps', () => {
  it('gives what the references compute at each layer, in one pass of any batch size', async () => {
    const tested = chain();
    const value = tested.inputValue(COUNT, 'u8');
    const values = tested.valuesOn([value], inferContext);
    const expected = interpret(
      tested.graph.tensors.map((tensor) => values.get(tensor)!),
      referenceFeeds(tested, [[value, images]]),
    );
    for (const batchSize of [1, 2, 32]) {
      const maps = await featureMaps(tested, images, { batchSize, session });
      expect(maps.map(({ layer, place }) => [layer.name, place])).toEqual(
        tested.layers.map(({ name }) => [name, 0]),
      );
      maps.forEach(({ output }, i) => {
        expectClose(output, expected[i]!);
      });
    }
  });

  it('gives the layers that are asked for, in the order of computation', async () => {
    const tested = chain();
    const all = await featureMaps(tested, images, { session });
    const some = await featureMaps(tested, images, { layers: ['dense', tested.layers[0]!], session });
    expect(some.map(({ layer }) => layer.name)).toEqual(['conv2d', 'dense']);
    expectClose(some[0]!.output, toNdArray(all[0]!.output));
    expect(some[1]!.output.data).toEqual((await tested.predict(images, { session })).data);
  });

  it('gives a shared layer at each of its places, of several inputs', async () => {
    const [a, b] = [inputLayer({ shape: [8, 8, 3] }), inputLayer({ shape: [8, 8, 3] })];
    const shared = conv2d({ filters: 2, kernelSize: 3 });
    const twins = model({ inputs: [a, b], outputs: add().apply([shared.apply(a), shared.apply(b)]) });
    const other = new Tensor('u8', images.shape, images.data.slice().reverse());
    const [first, second, sum] = await featureMaps(twins, [images, other], { session });
    expect([first!.place, second!.place, sum!.place]).toEqual([0, 1, 0]);
    expect(first!.layer).toBe(shared);
    const added = new Tensor(
      'f32',
      sum!.output.shape,
      first!.output.data.map((each, i) => each + second!.output.data[i]!),
    );
    expectClose(sum!.output, toNdArray(added));
    const [, again] = await featureMaps(twins, [other, images], { layers: ['conv2d'], session });
    expect(again!.output.data).toEqual(first!.output.data);
  });

  it('sees weights that were set', async () => {
    const tested = chain();
    const options = { layers: ['conv2d'], session };
    const [before] = await featureMaps(tested, images, options);
    tested.setWeights(
      tested.getWeights().map(({ shape, data }) => new Tensor('f32', shape, data.map(Math.abs))),
    );
    const [after] = await featureMaps(tested, images, options);
    expect(after!.output.data).not.toEqual(before!.output.data);
  });

  it('says which layers there are when it is asked for another', async () => {
    await expect(featureMaps(chain(), images, { layers: ['conv2'] })).rejects.toThrow(
      "The model 'sequential' was asked for 'conv2', which is none of its layers: conv2d, dropout, max_pooling2d, flatten, dense. Did you mean 'conv2d'?",
    );
    await expect(featureMaps(chain(), images, { layer: 'conv2d' } as never)).rejects.toThrow("'layers'");
    await expect(featureMaps(chain(), images.rows(0, 1).reshape([8, 8, 3]))).rejects.toThrow(
      'add the batch axis',
    );
  });
});
