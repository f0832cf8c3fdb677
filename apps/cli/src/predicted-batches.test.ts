import { dense, flatten, sequential } from '@cnn/layers';
import { Tensor } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { predictedBatches } from './predicted-batches.js';

test('an interruption has its turn between batches', async () => {
  const model = sequential([flatten({ inputShape: [1, 1, 1] }), dense({ units: 2, activation: 'softmax' })]);
  const count = 50_000;
  const x = new Tensor('u8', [count, 1, 1, 1], new Uint8Array(count));
  // The kernels are loaded then.
  await model.predict(x.rows(0, 1));
  const interruption = new AbortController();
  setImmediate(() => interruption.abort(new Error('enough')));
  let seen = 0;
  const all = async (): Promise<void> => {
    const options = { batchSize: 1, signal: interruption.signal };
    for await (const { shape } of predictedBatches(model, x, options)) seen += shape[0]!;
  };
  await expect(all()).rejects.toThrow('enough');
  expect(seen).toBeLessThan(count);
});
