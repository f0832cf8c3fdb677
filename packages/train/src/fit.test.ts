import { ConfigError, DataError, Session, ShapeError, tensor } from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { linear, plane, stripes, tinyCnn } from '../test/toys.js';
import type { Callback, Logs, RestPoint } from './callbacks/callback.js';
import { compile } from './compile.js';
import type { TrainingData } from './data.js';
import type { FitOptions } from './fit-job.js';
import { sgd } from './optimizers/sgd.js';
import type { Trainer } from './trainer.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

const compileLinear = (learningRate = 0.05): Promise<Trainer> =>
  compile(linear(), { optimizer: sgd({ learningRate }), loss: 'meanSquaredError', session });

/** A run of the network that shuffles, drops out and has a short last batch, and what became of it. */
async function run(options: { threads?: number; seed?: number } = {}) {
  const { threads = 1, seed = 0 } = options;
  const model = tinyCnn({ rate: 0.25 });
  const trainer = await compile(model, {
    optimizer: 'adam',
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    threads,
    seed,
  });
  const history = await trainer.fit(stripes(90), { epochs: 2, batchSize: 16, validationSplit: 0.2 });
  await trainer.close();
  return { history, weights: model.getWeights() };
}

describe('the same numbers to the last digit', () => {
  test('for 1, 2 and 3 threads, and for every run of one seed', async () => {
    const alone = await run();
    expect(await run()).toEqual(alone);
    expect(await run({ threads: 2 })).toEqual(alone);
    expect(await run({ threads: 3 })).toEqual(alone);
    expect((await run({ seed: 1 })).history).not.toEqual(alone.history);
  });

  test('for two epochs at once, and one after the other', async () => {
    const options = { optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', session } as const;
    const [whole, halves] = [tinyCnn({ rate: 0.25 }), tinyCnn({ rate: 0.25 })];
    const atOnce = await compile(whole, options);
    const twice = await compile(halves, options);
    const { metrics } = await atOnce.fit(stripes(48), { epochs: 2, batchSize: 20 });
    const first = await twice.fit(stripes(48), { batchSize: 20 });
    const second = await twice.fit(stripes(48), { batchSize: 20 });
    expect([...first.metrics['loss']!, ...second.metrics['loss']!]).toEqual(metrics['loss']);
    expect(second.epochs).toEqual([0]);
    expect(halves.getWeights()).toEqual(whole.getWeights());
    expect(twice.step).toBe(6);
    await atOnce.close();
    await twice.close();
  });
});

describe('history', () => {
  test('has each figure of each epoch, and is plain data', async () => {
    const { history } = await run();
    expect(history.epochs).toEqual([0, 1]);
    expect(Object.keys(history.metrics)).toEqual(['loss', 'accuracy', 'valLoss', 'valAccuracy']);
    for (const values of Object.values(history.metrics)) expect(values).toHaveLength(2);
    expect(history.aborted).toBe(false);
    expect(JSON.parse(JSON.stringify(history))).toEqual(history);
  });

  test('weighs samples the same in a short last batch', async () => {
    const trainer = await compileLinear(0);
    const { metrics } = await trainer.fit(plane(11), { batchSize: 4 });
    expect(metrics['loss']![0]).toBeCloseTo((await trainer.evaluate(plane(11)))['loss']!, 6);
    expect(trainer.step).toBe(3);
    await trainer.close();
  });

  test('shows a loss that becomes NaN', async () => {
    const trainer = await compileLinear(1e30);
    const { metrics } = await trainer.fit(plane(8), { epochs: 6 });
    expect(metrics['loss']).toHaveLength(6);
    expect(metrics['loss']!.at(-1)).toBeNaN();
    await trainer.close();
  });
});

describe('validation', () => {
  test('with a split is that of the data it holds out, with the weights of the end of the epoch', async () => {
    const trainer = await compileLinear();
    const { x, y } = plane(20);
    const heldOut = { x: x.rows(15, 20), y: y.rows(15, 20) };
    const figures: number[] = [];
    const callback: Callback = {
      onEpochEnd: async () => {
        figures.push((await trainer.evaluate(heldOut))['loss']!);
      },
    };
    const split = await trainer.fit({ x, y }, { epochs: 3, validationSplit: 0.25, callbacks: [callback] });
    expect(split.metrics['valLoss']).toEqual(figures);

    const other = await compileLinear();
    const training = { x: x.rows(0, 15), y: y.rows(0, 15) };
    const given = await other.fit(training, { epochs: 3, validationData: heldOut });
    expect(given).toEqual(split);
    await trainer.close();
    await other.close();
  });
});

describe('order', () => {
  /** A step of one sample at a time; the weights tell in which order. */
  async function weightsAfter(data: ReturnType<typeof plane>, options: FitOptions) {
    const trainer = await compileLinear();
    await trainer.fit(data, { batchSize: 1, ...options });
    await trainer.close();
    return trainer.model.getWeights();
  }
  const { x, y } = plane(6);
  const reversed = {
    x: tensor(
      [...y.data.keys()].reverse().flatMap((i) => [x.data[2 * i]!, x.data[2 * i + 1]!]),
      [6, 2],
    ),
    y: tensor([...y.data].reverse(), [6, 1]),
  };

  test('is random by default, and as given without shuffling', async () => {
    const asGiven = await weightsAfter({ x, y }, { shuffle: false });
    expect(await weightsAfter(reversed, { shuffle: false })).not.toEqual(asGiven);
    expect(await weightsAfter({ x, y }, { shuffle: true })).not.toEqual(asGiven);
    expect(await weightsAfter({ x, y }, {})).toEqual(await weightsAfter({ x, y }, { shuffle: true }));
  });

  /** The losses so far after each batch of two epochs in which nothing is learned. */
  async function lossesSoFar(trainer: Trainer, data: TrainingData, options: FitOptions) {
    const losses: number[] = [];
    const onTrainBatchEnd = (_: number, { loss }: Logs): void => {
      losses.push(loss!);
    };
    await trainer.fit(data, { epochs: 2, callbacks: [{ onTrainBatchEnd }], ...options });
    await trainer.close();
    return [losses.slice(0, losses.length / 2), losses.slice(losses.length / 2)];
  }

  test('is another one in each epoch', async () => {
    const [first, second] = await lossesSoFar(await compileLinear(0), { x, y }, { batchSize: 1 });
    expect(first).toHaveLength(6);
    expect(first).not.toEqual(second);
    expect(first!.at(-1)).toBeCloseTo(second!.at(-1)!, 10);
    const ordered = { batchSize: 1, shuffle: false };
    const [third, fourth] = await lossesSoFar(await compileLinear(0), { x, y }, ordered);
    expect(third).toEqual(fourth);
  });

  test('does not matter to dropout, which draws anew at each step', async () => {
    const options = { optimizer: sgd({ learningRate: 0 }), loss: 'sparseCategoricalCrossentropy' } as const;
    for (const rate of [0, 0.5]) {
      const trainer = await compile(tinyCnn({ rate }), { ...options, session });
      const [first, second] = await lossesSoFar(trainer, stripes(6), { shuffle: false });
      if (rate === 0) expect(first).toEqual(second);
      else expect(first).not.toEqual(second);
    }
  });
});

describe('a signal', () => {
  const { x, y } = plane(64);

  /** Aborts from a hook. */
  async function abortedAt(hook: keyof Callback, options: FitOptions = {}) {
    const controller = new AbortController();
    const trainer = await compileLinear();
    const ended: unknown[] = [];
    const callback: Callback = {
      [hook]: (at: number) => {
        if (at === 1 || at === undefined) controller.abort();
      },
      onTrainEnd: (logs) => {
        ended.push(logs);
      },
    };
    const { signal } = controller;
    const settings = { epochs: 3, batchSize: 8, shuffle: false, signal, callbacks: [callback] };
    const history = await trainer.fit({ x, y }, { ...settings, ...options });
    await trainer.close();
    return { history, step: trainer.step, weights: trainer.model.getWeights(), ended };
  }

  test('ends training after the step, and what was learned stays', async () => {
    const { history, step, weights, ended } = await abortedAt('onTrainBatchEnd');
    expect(step).toBe(2);
    expect(history).toEqual({ epochs: [], metrics: { loss: [] }, aborted: true });
    expect(ended).toEqual([{}]);
    const expected = await compileLinear();
    await expected.fit({ x: x.rows(0, 16), y: y.rows(0, 16) }, { batchSize: 8, shuffle: false });
    expect(weights).toEqual(expected.model.getWeights());
    await expected.close();
  });

  test('leaves the end of training the weights of the step', async () => {
    const controller = new AbortController();
    const trainer = await compileLinear();
    const { model } = trainer;
    let seen = model.getWeights();
    const callback: Callback = {
      onTrainBatchEnd: () => controller.abort(),
      onTrainEnd: () => {
        seen = model.getWeights();
      },
    };
    await trainer.fit({ x, y }, { signal: controller.signal, callbacks: [callback] });
    expect(seen).toEqual(model.getWeights());
    expect(seen).not.toEqual(linear().getWeights());
    await trainer.close();
  });

  test('ends it between epochs, and whole epochs count', async () => {
    const { history, step, ended } = await abortedAt('onEpochEnd');
    expect(step).toBe(16);
    expect(history.epochs).toEqual([0, 1]);
    expect(history.aborted).toBe(true);
    expect(ended).toEqual([{ loss: history.metrics['loss']![1] }]);
  });

  test('ends a validation, whose epoch does not count, but stays learned', async () => {
    const { history, step } = await abortedAt('onTestBatchEnd', { validationSplit: 0.5 });
    expect(step).toBe(4);
    expect(history).toEqual({ epochs: [], metrics: { loss: [], valLoss: [] }, aborted: true });
  });

  test('that comes too late has ended nothing', async () => {
    const { history } = await abortedAt('onTrainEnd');
    expect(history.aborted).toBe(false);
    expect((await abortedAt('onEpochEnd', { epochs: 2 })).history.aborted).toBe(false);
  });

  test('before the first step of an epoch finds no figures there', async () => {
    const trainer = await compileLinear();
    const controller = new AbortController();
    const points: RestPoint[] = [];
    const callback: Callback = {
      onEpochBegin: (epoch) => {
        if (epoch === 1) controller.abort();
      },
      onRest: (point) => void points.push(point),
    };
    const { signal } = controller;
    await trainer.fit({ x, y }, { epochs: 3, batchSize: 64, signal, callbacks: [callback] });
    expect(points.map(({ after }) => after)).toEqual(['step', 'epoch', 'abort']);
    expect(points.at(-1)).toEqual({ after: 'abort', epoch: 1, batch: 0, logs: {} });
    await trainer.close();
  });

  test('given before ends it before the first step', async () => {
    const trainer = await compileLinear();
    const before = trainer.model.getWeights();
    const history = await trainer.fit({ x, y }, { signal: AbortSignal.abort() });
    expect(history).toEqual({ epochs: [], metrics: { loss: [] }, aborted: true });
    expect(trainer.model.getWeights()).toEqual(before);
    await trainer.close();
  });

  test('from a timer gets its turn while training computes without a break', async () => {
    const trainer = await compileLinear();
    const history = await trainer.fit({ x, y }, { epochs: 1e7, signal: AbortSignal.timeout(60) });
    expect(history.aborted).toBe(true);
    expect(trainer.step).toBeGreaterThan(0);
    await trainer.close();
  });

  test('does not stand in the way of training on', async () => {
    const trainer = await compileLinear();
    await trainer.fit({ x, y }, { signal: AbortSignal.abort() });
    expect((await trainer.fit({ x, y })).epochs).toEqual([0]);
    await trainer.close();
  });
});

describe('fit refuses, before anything changes,', () => {
  const { x, y } = plane(8);
  const validationData = { x, y };

  test.each<[string, FitOptions, string]>([
    ['an unknown option', { epoch: 3 } as never, "fit has no option 'epoch'"],
    ['no epochs', { epochs: 0 }, 'epochs is 0; it must be a whole number. Choose 1 or more.'],
    ['half an epoch', { epochs: 1.5 }, 'epochs is 1.5'],
    ['epochs in letters', { epochs: '3' as never }, "epochs is '3'"],
    ['an empty batch', { batchSize: 0 }, 'batchSize is 0'],
    ['a split of everything', { validationSplit: 1 }, 'validationSplit is 1; it is the fraction'],
    ['two validations', { validationData, validationSplit: 0.5 }, 'Leave one of them out.'],
    ['shuffle in words', { shuffle: 'batch' as never }, "shuffle is 'batch'; it must be true or false."],
    [
      'a callback outside a list',
      { callbacks: {} as never },
      'callbacks is {}; it must be a list of callbacks. Pass an array such as [earlyStopping()].',
    ],
    ['a callback that is a function', { callbacks: [(() => {}) as never] }, 'it must be a list of callbacks'],
    [
      'a controller for a signal',
      { signal: new AbortController() as never },
      'The signal of fit is {}; it must be an AbortSignal. Pass the signal of an AbortController, controller.signal.',
    ],
  ])('%s', async (_, options, message) => {
    const trainer = await compileLinear();
    const { version } = trainer.model;
    const refused = trainer.fit({ x, y }, options);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(message);
    expect(trainer.model.version).toBe(version);
    expect(trainer.step).toBe(0);
    await trainer.fit({ x, y });
    await trainer.close();
  });

  test('bad data to train on or to validate with, also as tfjs takes it', async () => {
    const trainer = await compileLinear();
    const { version } = trainer.model;
    const cases = [
      [() => trainer.fit({ x: y, y }), ShapeError, 'The training data has x of f32 [8, 1]'],
      [() => trainer.fit({ x, y: x }), ShapeError, 'The training data has y of shape [8, 2]'],
      [
        () => trainer.fit({ x, y }, { validationData: { x, y: y.rows(0, 3) } }),
        DataError,
        'The validation data has 8 samples in x and 3 in y',
      ],
      [() => trainer.fit(x as never, y as never), DataError, 'The training data does not hold x and y'],
    ] as const;
    for (const [refused, type, message] of cases) {
      await expect(refused()).rejects.toThrow(type);
      await expect(refused()).rejects.toThrow(message);
    }
    expect(trainer.model.version).toBe(version);
    expect(trainer.step).toBe(0);
    await trainer.close();
  });
});
