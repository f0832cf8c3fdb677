import { Session } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { linear, plane } from '../test/toys.js';
import { batchSizes, evaluation } from './evaluation.js';
import { goalsOf } from './goals.js';
import { Learner } from './learner.js';
import { sgd } from './optimizers/sgd.js';

test('an epoch has full batches and a short last one, when there are such', () => {
  expect(batchSizes(64, 32)).toEqual([32]);
  expect(batchSizes(65, 32)).toEqual([32, 1]);
  expect(batchSizes(31, 32)).toEqual([31]);
  expect(batchSizes(1, 1)).toEqual([1]);
});

test('figures weigh samples the same, and a signal that has been given leaves none', async () => {
  const session = await Session.create({ threads: 1 });
  const model = linear();
  const goals = goalsOf(model.outputEnds, { loss: 'meanSquaredError' });
  const recipe = { optimizer: sgd(), goals, seed: 0 };
  const learner = new Learner(model, session, recipe);
  const data = plane(11);
  const { data: predictions } = await model.predict(data.x, { session });
  const errors = [...predictions].map((value, i) => (value - data.y.data[i]!) ** 2);
  const samples = { x: [data.x], y: [data.y] };
  const logs = await evaluation(learner, { data: samples, batchSize: 4, signal: undefined });
  expect(logs!['loss']).toBeCloseTo(errors.reduce((a, b) => a + b) / 11, 5);
  expect(
    await evaluation(learner, { data: samples, batchSize: 4, signal: AbortSignal.abort() }),
  ).toBeUndefined();
  await session.close();
});
