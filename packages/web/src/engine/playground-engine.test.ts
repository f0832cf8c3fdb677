import { expect, test } from 'vitest';
import { PlaygroundEngine } from './playground-engine.js';

const setup = { data: 'synthetic', model: 'lenet5', images: 64 };

test('a learning rate that is set while the network is being built is the one that it learns by', async () => {
  const engine = new PlaygroundEngine();
  const training = engine.train(setup, 2, 0.01, () => {});
  engine.setLearningRate(0);
  const [first, second] = (await training).epochs;
  expect(second!.testLoss).toBe(first!.testLoss);
  const [before, after] = (await engine.train(setup, 2, 0.01, () => {})).epochs;
  expect(after!.testLoss).not.toBe(before!.testLoss);
});

test('a training that was stopped ends, even when it is paused after that', async () => {
  const engine = new PlaygroundEngine();
  const { epochs, complete } = await engine.train(setup, 2, 0.01, () => {
    engine.stop();
    engine.pause();
  });
  expect({ epochs, complete }).toEqual({ epochs: [], complete: false });
});
