import { ConfigError, interpret, randomStream, Session, ShapeError, Tensor, toNdArray } from '@cnn/tensor';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose, referenceFeeds } from '../test/check-layer.js';
import { inferContext } from './context.js';
import { conv2d } from './layers/conv2d.js';
import { dense } from './layers/dense.js';
import { dropout } from './layers/dropout.js';
import { flatten } from './layers/flatten.js';
import { maxPooling2d } from './layers/max-pooling2d.js';
import { rescaling } from './layers/rescaling.js';
import type { Model } from './model.js';
import { type Sequential, sequential } from './sequential.js';

const inputShape = [8, 8, 3];
const COUNT = 11;

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

function smallCnn(seed = 0): Sequential {
  return sequential(
    [
      conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu', inputShape }),
      maxPooling2d(),
      dropout({ rate: 0.5 }),
      flatten(),
      dense({ units: 5, activation: 'softmax' }),
    ],
    { seed },
  );
}

const random = randomStream(1, 'images');
const bytes = new Tensor(
  'u8',
  [COUNT, ...inputShape],
  Uint8Array.from({ length: COUNT * 192 }, () => random.integer(256)),
);
const floats = new Tensor(
  'f32',
  bytes.shape,
  Float32Array.from(bytes.data, (byte) => byte / 255),
);

/** What the references compute. */
function expected(model: Model, x: Tensor<'f32' | 'u8'>) {
  const value = model.inputValue(x.shape[0]!, x.dtype);
  return interpret([model.call(value, inferContext)], referenceFeeds(model, [[value, x]]))[0]!;
}

describe('predict', () => {
  it('computes what the references do, whatever the batch size', async () => {
    const model = smallCnn();
    for (const batchSize of [1, 4, 11, 32]) {
      expectClose(await model.predict(floats, { batchSize, session }), expected(model, floats));
    }
  });

  it('takes bytes for 0 … 1', async () => {
    const model = smallCnn();
    const fromBytes = await model.predict(bytes, { batchSize: 4, session });
    expectClose(fromBytes, expected(model, bytes));
    expectClose(fromBytes, toNdArray(await model.predict(floats, { session })));
  });

  it('gives bytes as they are to rescaling', async () => {
    const model = sequential([
      rescaling({ scale: [1, 2, 3], offset: -5, inputShape }),
      flatten(),
      dense({ units: 2 }),
    ]);
    const whole = new Tensor('f32', bytes.shape, Float32Array.from(bytes.data));
    const fromBytes = await model.predict(bytes, { session });
    expectClose(fromBytes, expected(model, bytes));
    expectClose(fromBytes, toNdArray(await model.predict(whole, { session })));
  });

  it('sees weights that were set, and keeps those of the call while it computes', async () => {
    const model = smallCnn(1);
    const before = await model.predict(floats, { session });
    const computing = model.predict(floats, { session, batchSize: 1 });
    model.setWeights(smallCnn(2).getWeights());
    expectClose(await computing, toNdArray(before));
    expectClose(await model.predict(floats, { session }), expected(smallCnn(2), floats));
  });

  it('works for several models and sessions at once', async () => {
    const [a, b] = [smallCnn(1), smallCnn(2)];
    const results = await Promise.all([
      a.predict(floats, { session }),
      b.predict(floats, { session }),
      a.predict(floats),
      b.predict(floats),
    ]);
    results.forEach((result, i) => {
      expectClose(result, expected(i % 2 === 0 ? a : b, floats));
    });
  });

  it('gives a model without arithmetic its inputs back', async () => {
    const model = sequential([dropout({ rate: 0.5, inputShape })]);
    expect((await model.predict(floats, { session })).data).toEqual(floats.data);
  });

  it('predicts nothing for no inputs', async () => {
    const none = await smallCnn().predict(floats.rows(0, 0), { session });
    expect(none.shape).toEqual([0, 5]);
  });

  it('says what it takes when given something else', async () => {
    const model = smallCnn();
    const single = new Tensor('f32', inputShape, new Float32Array(192));
    await expect(model.predict(single)).rejects.toThrow(
      "The model 'sequential' was given f32 [8, 8, 3]; it takes f32 or u8 [null, 8, 8, 3]. For a single input, add the batch axis",
    );
    await expect(model.predict(new Tensor('u8', [2, 8, 8, 1], new Uint8Array(128)))).rejects.toThrow(
      ShapeError,
    );
    await expect(model.predict(new Tensor('i32', [1, 8, 8, 3], new Int32Array(192)))).rejects.toThrow(
      'given i32',
    );
    await expect(model.predict(floats, { batchSize: 0 })).rejects.toThrow(ConfigError);
    await expect(model.predict(floats, { batchsize: 8 } as never)).rejects.toThrow(
      "Did you mean 'batchSize'?",
    );
  });
});
