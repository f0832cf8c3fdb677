import { ConfigError, Session } from '@cnn/tensor';
import { afterAll, expect, test } from 'vitest';
import { linear, plane } from '../../test/toys.js';
import { compile } from '../compile.js';
import { sgd } from '../optimizers/sgd.js';
import type { Trainer } from '../trainer.js';
import type { Callback, FitPlan } from './callback.js';
import { type ReduceLROnPlateauOptions, reduceLROnPlateau } from './reduce-lr-on-plateau.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

const plan = {
  figures: ['loss', 'valLoss', 'accuracy'],
  directions: { loss: 'down', valLoss: 'down', accuracy: 'up' },
} as unknown as FitPlan;

/** The learning rate after each epoch with these figures. */
function rates(options: ReduceLROnPlateauOptions, figures: readonly number[]): number[] {
  const trainer = { learningRate: 1 } as Trainer;
  const callback = reduceLROnPlateau(options);
  callback.setTrainer!(trainer, plan);
  return figures.map((figure, epoch) => {
    callback.onEpochEnd!(epoch, { [options.monitor ?? 'valLoss']: figure });
    return trainer.learningRate;
  });
}

test('falls after so many epochs without anything better, and again', () => {
  expect(rates({ factor: 0.5, patience: 2 }, [3, 2, 2, 2, 2, 2, 1, 1])).toEqual([
    1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25,
  ]);
});

test('changes that are too small, and NaN, are not better', () => {
  expect(rates({ patience: 1, factor: 0.5, minDelta: 0.2 }, [1, 0.9, 0.7])).toEqual([1, 0.5, 0.5]);
  expect(rates({ patience: 2, factor: 0.5 }, [Number.NaN, Number.NaN, 1])).toEqual([1, 0.5, 0.5]);
});

test('epochs of a cooldown do not count', () => {
  expect(rates({ patience: 1, factor: 0.5, cooldown: 2 }, [1, 1, 1, 1, 1])).toEqual([
    1, 0.5, 0.5, 0.25, 0.25,
  ]);
});

test('does not fall below the least rate', () => {
  expect(rates({ patience: 1, minLr: 0.3 }, [1, 1, 1])).toEqual([1, 0.3, 0.3]);
});

test('accuracies are to rise', () => {
  expect(rates({ monitor: 'accuracy', patience: 1, factor: 0.5 }, [0.5, 0.6, 0.6])).toEqual([1, 1, 0.5]);
});

test('training goes on to the same bits from a checkpoint', async () => {
  const data = plane(16);
  let checkpoint: Uint8Array | undefined;
  const run = async (resume?: Uint8Array): Promise<[number, unknown]> => {
    const trainer = await compile(linear(), {
      optimizer: sgd({ learningRate: 0.1 }),
      loss: 'meanSquaredError',
      session,
    });
    const keep: Callback = {
      onRest: ({ after, epoch }) => {
        if (after === 'epoch' && epoch === 2) checkpoint = trainer.checkpoint();
      },
    };
    // So large a change never happens: the rate falls after the epochs 2, 4, ….
    const reduce = reduceLROnPlateau({ monitor: 'loss', patience: 2, minDelta: 1e9, factor: 0.5 });
    const options = { epochs: 6, callbacks: [reduce, keep], ...(resume && { resume }) };
    const { metrics } = await trainer.fit(data, options);
    const outcome: [number, unknown] = [trainer.learningRate, metrics];
    await trainer.close();
    return outcome;
  };
  const uninterrupted = await run();
  expect(uninterrupted[0]).toBeCloseTo(0.025);
  expect(await run(checkpoint)).toEqual(uninterrupted);
});

test.each<[ReduceLROnPlateauOptions, string]>([
  [{ factor: 1 }, "reduceLROnPlateau's factor is 1; it must be a number between 0 and 1"],
  [{ patience: 0 }, "reduceLROnPlateau's patience is 0; it must be a whole number. Choose 1 or more."],
  [{ minLr: -1 }, "reduceLROnPlateau's minLr is -1"],
  [{ min_lr: 0 } as never, "reduceLROnPlateau has no option 'min_lr'"],
])('%o is refused', (options, message) => {
  expect(() => reduceLROnPlateau(options)).toThrow(ConfigError);
  expect(() => reduceLROnPlateau(options)).toThrow(message);
});

test('a figure that there will not be is refused', () => {
  expect(() => rates({ monitor: 'valAcuracy' }, [])).toThrow(
    "What reduceLROnPlateau monitors is 'valAcuracy'",
  );
});
