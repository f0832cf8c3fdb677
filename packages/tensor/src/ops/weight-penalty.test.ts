import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { gradients } from '../autodiff.js';
import { bundle } from '../bundle.js';
import { input, variable } from '../graph.js';
import { makePlan } from '../plan.js';
import { randomStream } from '../rng.js';
import { tensor } from '../tensor.js';
import { trainingStep } from '../training.js';
import { add } from './add.js';
import { mean } from './mean.js';
import { multiply } from './multiply.js';
import { sgdUpdate } from './sgd-update.js';
import { weightPenalty, weightPenaltyGrad } from './weight-penalty.js';

const seed = 41;

describe.each([
  { l1: 0, l2: 1e-4 },
  { l1: 0.01, l2: 0 },
  { l1: 0.5, l2: 2 },
])(`l1 $l1, l2 $l2 (seed ${seed})`, (penalty) => {
  test.each([[[]], [[3]], [[3, 3, 5, 7]], [[8192]], [[3, 8191]]])('w %s', async (shape) => {
    const w = randomTensor(randomStream(seed, ...shape), shape);
    await checkOp(weightPenalty, { w }, penalty, { gradients: ['w'] });
    const onto = randomTensor(randomStream(seed, 'onto', ...shape), shape);
    await checkOp(weightPenaltyGrad, { w, onto, dy: tensor([0.7], []) }, penalty);
  });
});

test('0 has no slope, and NaN and infinities pass', async () => {
  const w = tensor([0, -0, -1, Number.NaN, Infinity, -Infinity], [6]);
  await checkOp(weightPenaltyGrad, { w, dy: tensor([1], []) }, { l1: 1, l2: 0.5 });
  await checkOp(weightPenaltyGrad, { w: w.rows(0, 3), dy: tensor([1], []) }, { l1: 1, l2: 0 });
});

test('the gradient is added to the rest of the weight’s in one pass', () => {
  const w = variable('w', [100]);
  const x = input('x', [100]);
  const rate = input('rate', [1]);
  const loss = add({
    a: mean({ x: multiply({ a: w, b: x }).y }).y,
    b: weightPenalty({ w }, { l1: 0, l2: 1e-4 }).y,
  }).y;
  const parameters = bundle([w], 'parameters');
  const update = (all: typeof w, slopes: typeof w) => [
    sgdUpdate({ parameters: all, gradients: slopes, rate }, undefined).newParameters,
  ];
  const step = trainingStep({ loss, parameters, outputs: {}, update });
  const plan = makePlan(step, { variant: 'simd', threads: 1, deterministic: false });
  const names = plan.instructions.map(({ name }) => name);
  expect(names.filter((name) => name === 'add')).toHaveLength(1);
  expect(names.filter((name) => name === 'weightPenaltyGrad')).toHaveLength(1);
  expect(gradients(loss, [w])[0]!.shape).toEqual([100]);
});
