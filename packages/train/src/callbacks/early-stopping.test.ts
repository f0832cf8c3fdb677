import { ConfigError, Session, tensor } from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { linear, plane } from '../../test/toys.js';
import { compile } from '../compile.js';
import { sgd } from '../optimizers/sgd.js';
import type { Trainer } from '../trainer.js';
import type { Callback } from './callback.js';
import { type EarlyStoppingOptions, earlyStopping } from './early-stopping.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

/** A trainer that learns nothing by itself, so that weights, and with them the loss, are what a test sets. */
const compileStill = (): Promise<Trainer> =>
  compile(linear(), { optimizer: sgd({ learningRate: 0 }), loss: 'meanSquaredError', session });

/** The right weights but for the offset, which is wrong by √loss. */
const weightsFor = (loss: number) => [tensor([2, -1], [2, 1]), tensor([0.5 + Math.sqrt(loss)], [1])];

/** Trains epochs with these losses, and says when that was stopped. */
async function stopped(losses: readonly number[], options: EarlyStoppingOptions) {
  const trainer = await compileStill();
  const stopping = earlyStopping({ monitor: 'loss', ...options });
  const script: Callback = {
    onEpochBegin: (epoch) => trainer.model.setWeights(weightsFor(losses[epoch]!)),
  };
  const { epochs, metrics } = await trainer.fit(plane(8), {
    epochs: losses.length,
    callbacks: [script, stopping],
  });
  const seen = metrics['loss']!;
  seen.forEach((loss, epoch) => {
    if (!Number.isNaN(losses[epoch])) expect(loss).toBeCloseTo(losses[epoch]!, 4);
  });
  await trainer.close();
  const [, offset] = trainer.model.getWeights();
  return {
    epochs: epochs.length,
    stoppedEpoch: stopping.stoppedEpoch,
    bestEpoch: stopping.bestEpoch,
    loss: (offset!.data[0]! - 0.5) ** 2,
  };
}

describe('training ends', () => {
  test.each<[string, number[], EarlyStoppingOptions, number, number | undefined, number]>([
    ['at once without patience', [4, 3, 3.5, 1], {}, 3, 2, 1],
    ['when patience is used up', [4, 3, 3.5, 3.2, 3.1, 1], { patience: 3 }, 5, 4, 1],
    ['not while it gets better', [4, 3, 3.5, 2, 2.5, 1], { patience: 2 }, 6, undefined, 5],
    ['when it gets better by too little', [4, 3, 2.9, 2.8, 2], { patience: 2, minDelta: 0.5 }, 4, 3, 1],
    ['when it is not larger, if more is better', [1, 2, 1.5, 3], { mode: 'max' }, 3, 2, 1],
    ['when it stays above the baseline', [9, 8, 7, 6], { patience: 2, baseline: 5 }, 4, undefined, 3],
    ['when NaN takes over', [4, 3, Number.NaN, Number.NaN, 1], { patience: 2 }, 4, 3, 1],
    ['never after the first epoch', [Number.NaN, Number.NaN, 1], {}, 2, 1, 0],
  ])('%s', async (_, losses, options, epochs, stoppedEpoch, bestEpoch) => {
    const result = await stopped(losses, options);
    expect(result).toMatchObject({ epochs, stoppedEpoch });
    expect(result.bestEpoch).toBe(Number.isNaN(losses[0]) ? undefined : bestEpoch);
  });
});

describe('the best weights', () => {
  test('stay away by default, and come back when asked for', async () => {
    const losses = [4, 1, 2, 3, 9];
    expect((await stopped(losses, { patience: 2 })).loss).toBeCloseTo(3, 4);
    expect((await stopped(losses, { patience: 2, restoreBestWeights: true })).loss).toBeCloseTo(1, 4);
  });

  test('come back at the end of all epochs, too', async () => {
    const { loss, stoppedEpoch } = await stopped([4, 1, 2], { patience: 9, restoreBestWeights: true });
    expect(stoppedEpoch).toBeUndefined();
    expect(loss).toBeCloseTo(1, 4);
  });

  test('are the first when nothing was better', async () => {
    const trainer = await compileStill();
    const script: Callback = {
      onEpochBegin: () => trainer.model.setWeights(weightsFor(Number.NaN)),
      onTrainBatchEnd: () => trainer.model.setWeights(weightsFor(trainer.step)),
    };
    const stopping = earlyStopping({ monitor: 'loss', patience: 2, restoreBestWeights: true });
    const { epochs } = await trainer.fit(plane(8), { epochs: 5, callbacks: [script, stopping] });
    expect(epochs).toEqual([0, 1]);
    expect(trainer.model.getWeights()).toEqual(weightsFor(1));
    await trainer.close();
  });

  test('come back when training is aborted, and are what is evaluated and trained on', async () => {
    const trainer = await compileStill();
    const controller = new AbortController();
    const script: Callback = {
      onEpochBegin: (epoch) => trainer.model.setWeights(weightsFor(1 + epoch)),
      onTrainBatchEnd: () => {
        if (trainer.step === 3) controller.abort();
      },
    };
    const stopping = earlyStopping({ monitor: 'loss', patience: 9, restoreBestWeights: true });
    await trainer.fit(plane(8), { epochs: 5, signal: controller.signal, callbacks: [script, stopping] });
    expect(trainer.model.getWeights()).toEqual(weightsFor(1));
    expect((await trainer.evaluate(plane(8)))['loss']).toBeCloseTo(1, 4);
    await trainer.close();
  });

  test('of real training with too large a validation loss', async () => {
    const options = { optimizer: sgd({ learningRate: 0.1 }), loss: 'meanSquaredError', session } as const;
    const trainer = await compile(linear(), options);
    const { x, y } = plane(24);
    // Validation wants the opposite of what is trained, so that the first epoch is the best.
    const opposite = tensor(
      y.data.map((value) => -value),
      y.shape,
    );
    const weights: ReturnType<typeof trainer.model.getWeights>[] = [];
    const stopping = earlyStopping({ patience: 2, restoreBestWeights: true });
    const { epochs } = await trainer.fit(
      { x, y },
      {
        epochs: 9,
        validationData: { x, y: opposite },
        callbacks: [
          {
            onEpochEnd: () => {
              weights.push(trainer.model.getWeights());
            },
          },
          stopping,
        ],
      },
    );
    expect(epochs).toEqual([0, 1, 2]);
    expect(stopping.bestEpoch).toBe(0);
    expect(trainer.model.getWeights()).toEqual(weights[0]);
    await trainer.close();
  });
});

test('one callback starts anew with each fit', async () => {
  const trainer = await compileStill();
  const stopping = earlyStopping({ monitor: 'loss' });
  for (let time = 0; time < 2; time++) {
    const { epochs } = await trainer.fit(plane(8), { epochs: 9, shuffle: false, callbacks: [stopping] });
    expect(epochs).toEqual([0, 1]);
    expect(stopping.stoppedEpoch).toBe(1);
    expect(stopping.bestEpoch).toBe(0);
  }
  await trainer.close();
});

test('more is better for accuracies, by their names', async () => {
  const trainer = await compile(linear(), {
    optimizer: sgd({ learningRate: 0 }),
    loss: 'meanSquaredError',
    metrics: ['accuracy'],
    session,
  });
  const zeros = tensor(new Float32Array(8), [8, 1]);
  const script: Callback = {
    // From all wrong to all right.
    onEpochBegin: (epoch) =>
      trainer.model.setWeights([tensor([0, 0], [2, 1]), tensor([epoch < 2 ? 1 : 0], [1])]),
  };
  const stopping = earlyStopping({ monitor: 'accuracy', patience: 2 });
  const data = { x: plane(8).x, y: zeros };
  const { metrics } = await trainer.fit(data, { epochs: 4, callbacks: [script, stopping] });
  expect(metrics['accuracy']).toEqual([0, 0, 1, 1]);
  expect(stopping.bestEpoch).toBe(2);
  await trainer.close();
});

describe('earlyStopping refuses', () => {
  test.each<[EarlyStoppingOptions, string]>([
    [{ patence: 2 } as never, "earlyStopping has no option 'patence'"],
    [{ patience: -1 }, "earlyStopping's patience is -1; it must be a number, 0 or larger."],
    [{ patience: '3' as never }, "earlyStopping's patience is '3'"],
    [{ minDelta: Number.NaN }, "earlyStopping's minDelta is NaN"],
    [{ baseline: Number.POSITIVE_INFINITY }, "earlyStopping's baseline is Infinity; it must be a number."],
    [{ mode: 'least' as never }, "earlyStopping's mode is 'least'; it can be 'auto', 'min', 'max'."],
    [{ restoreBestWeights: 'yes' as never }, "earlyStopping's restoreBestWeights is 'yes'; it must be true"],
  ])('%o', (options, message) => {
    expect(() => earlyStopping(options)).toThrow(ConfigError);
    expect(() => earlyStopping(options)).toThrow(message);
  });

  test('a figure that training will not have, before it begins', async () => {
    const trainer = await compileStill();
    const { version } = trainer.model;
    const refused = trainer.fit(plane(8), { callbacks: [earlyStopping()] });
    await expect(refused).rejects.toThrow("What earlyStopping monitors is 'valLoss'; it can be 'loss'.");
    await expect(refused).rejects.toThrow(ConfigError);
    expect(trainer.model.version).toBe(version);
    await trainer.close();
  });
});
