import { conv2d, flatten, globalAveragePooling2d, sequential, upSampling2d } from '@cnn/layers';
import { MemoryError, Session, Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { compile } from './compile.js';

test('a batch that is too large is refused with the largest that is not, and nothing is lost', async () => {
  const session = await Session.create({ threads: 1 });
  // 256·256 pixels with eight channels: two MiB of activations for each number of the input.
  const model = sequential([
    upSampling2d({ size: 256, inputShape: [1, 1, 1] }),
    conv2d({ filters: 8, kernelSize: 3, padding: 'same', activation: 'tanh' }),
    globalAveragePooling2d(),
    flatten(),
  ]);
  const trainer = await compile(model, { optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', session });
  const data = {
    x: new Tensor('f32', [3000, 1, 1, 1], new Float32Array(3000)),
    y: new Tensor('i32', [3000], new Int32Array(3000)),
  };
  const small = { x: data.x.rows(0, 2), y: data.y.rows(0, 2) };
  await trainer.fit(small, { batchSize: 2 });
  const used = session.usedBytes;
  const weights = model.getWeights();

  const refused = await trainer.fit(data, { batchSize: 3000 }).catch((error: unknown) => error as Error);
  expect(refused).toBeInstanceOf(MemoryError);
  const { message } = refused as Error;
  const [, needed, room, most] =
    /^Batches of 3000 samples need (\d+\.\d\d) GiB .* has (\d\.\d\d) GiB for them\. Choose a batch size of (\d+) or less/
      .exec(message)!
      .map(Number);
  expect(room).toBeCloseTo(4, 1);
  // Memory grows with the batch.
  expect(most! / 3000).toBeCloseTo(room! / needed!, 2);
  expect(session.usedBytes).toBe(used);
  expect(model.getWeights()).toEqual(weights);
  await trainer.fit(small, { batchSize: 2 });
  await session.close();
});
