import { expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { input } from '../graph.js';
import { randomStream } from '../rng.js';
import { Session } from '../session.js';
import { tensor } from '../tensor.js';
import { mean } from './mean.js';

const seed = 19;

test.each([
  { shape: [] },
  { shape: [1] },
  { shape: [5, 7] },
  { shape: [8192] },
  { shape: [3, 8193] },
  { shape: [300_007] },
])(`shape $shape (seed ${seed})`, async ({ shape }) => {
  const x = randomTensor(randomStream(seed, ...shape), shape, { low: 0, high: 2 });
  await checkOp(mean, { x }, undefined, { gradients: ['x'] });
});

test('ten million equal numbers lose nothing', async () => {
  const session = await Session.create({ threads: 1 });
  const x = input('x', [10_000_000]);
  const run = session.program().compile({ outputs: { y: mean({ x }).y } });
  run.write('x', tensor(new Float32Array(10_000_000).fill(0.1), [10_000_000]));
  run.run();
  expect(Math.abs(run.read('y').data[0]! / 0.1 - 1)).toBeLessThan(1e-6);
  await session.close();
});
