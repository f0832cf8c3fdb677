import { batchNormalization, dense, dropout, flatten, type Model, sequential } from '@cnn/layers';
import { Session } from '@cnn/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stripes, tinyCnn } from '../../test/toys.js';
import type { SampleBatch } from '../batch-transform.js';
import type { Callback, RestPoint } from '../callbacks/callback.js';
import { earlyStopping } from '../callbacks/early-stopping.js';
import { compile } from '../compile.js';
import type { FitOptions } from '../fit-job.js';
import type { History } from '../history.js';
import { adam } from '../optimizers/adam.js';
import { sgd } from '../optimizers/sgd.js';
import type { Trainer } from '../trainer.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

/** With weights that are not trained, randomness in each step, and a short last batch below. */
const network = (): Model =>
  sequential(
    [
      flatten({ inputShape: [8, 8, 1] }),
      dense({ units: 8, activation: 'relu' }),
      batchNormalization({ momentum: 0.8 }),
      dropout({ rate: 0.3 }),
      dense({ units: 3, activation: 'softmax' }),
    ],
    { seed: 1 },
  );

const trainerOf = (model = network(), seed = 5): Promise<Trainer> =>
  compile(model, {
    optimizer: adam({ learningRate: (step) => 0.03 * 0.9 ** step }),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    session,
    seed,
  });

const data = stripes(40);
const options: FitOptions = { epochs: 6, batchSize: 12, validationSplit: 0.2 };

const stopper = () => earlyStopping({ patience: 1, minDelta: 0.05, restoreBestWeights: true });

/** Collects a checkpoint at each point of rest. */
function collector(trainer: Trainer): Callback & { taken: { point: RestPoint; bytes: Uint8Array }[] } {
  const taken: { point: RestPoint; bytes: Uint8Array }[] = [];
  return {
    taken,
    onRest: (point) => {
      taken.push({ point, bytes: trainer.checkpoint() });
    },
  };
}

const bitsOf = ({ model }: Trainer): Float32Array[] => model.getWeights().map(({ data }) => data);

const mirror = {
  toJSON: () => ({ name: 'mirror' }),
  open: () => ({ transform: async (batch: SampleBatch) => batch, close: async () => {} }),
};

describe('fit, resumed', () => {
  let undisturbed: { bits: Float32Array[]; history: History; stoppedEpoch: number | undefined };
  let taken: { point: RestPoint; bytes: Uint8Array }[];

  beforeAll(async () => {
    const trainer = await trainerOf();
    // A first call, so that steps and epochs of the second are not its own.
    await trainer.fit(data, { batchSize: 12 });
    const collecting = collector(trainer);
    const stopping = stopper();
    const history = await trainer.fit(data, { ...options, callbacks: [collecting, stopping] });
    undisturbed = { bits: bitsOf(trainer), history, stoppedEpoch: stopping.stoppedEpoch };
    taken = collecting.taken;
    await trainer.close();
  });

  test('comes to the same bits and figures from each step, and from each epoch', async () => {
    const points = taken.map(({ point }) => `${point.after} ${point.epoch}.${point.batch}`);
    expect(points.slice(0, 5)).toEqual(['step 0.1', 'step 0.2', 'step 0.3', 'epoch 0.3', 'step 1.1']);
    // It is stopped early, and the state of that is kept.
    expect(undisturbed.stoppedEpoch).toBeLessThan(5);
    for (const { bytes } of taken) {
      const trainer = await trainerOf();
      const stopping = stopper();
      const history = await trainer.fit(data, { ...options, callbacks: [stopping], resume: bytes });
      expect(history).toEqual(undisturbed.history);
      expect(stopping.stoppedEpoch).toBe(undisturbed.stoppedEpoch);
      expect(bitsOf(trainer)).toEqual(undisturbed.bits);
      await trainer.close();
    }
  });

  test('goes on for more epochs as if they had been asked for at once', async () => {
    const long = await trainerOf();
    const history = await long.fit(data, { ...options, epochs: 3 });
    const short = await trainerOf();
    const collecting = collector(short);
    await short.fit(data, { ...options, epochs: 2, callbacks: [collecting] });
    const resumed = await trainerOf();
    const resume = collecting.taken.at(-1)!.bytes;
    expect(await resumed.fit(data, { ...options, epochs: 3, resume })).toEqual(history);
    expect(bitsOf(resumed)).toEqual(bitsOf(long));
    expect(resumed.step).toBe(9);
    for (const trainer of [long, short, resumed]) await trainer.close();
  });

  test('keeps a rate that was set by hand, and losses that are no numbers', async () => {
    const wild = (): Promise<Trainer> =>
      compile(tinyCnn(), {
        optimizer: sgd({ learningRate: 0.1 }),
        loss: 'sparseCategoricalCrossentropy',
        session,
      });
    const trainer = await wild();
    const collecting = collector(trainer);
    const spoil: Callback = {
      onEpochBegin: (epoch) => {
        if (epoch === 1) trainer.learningRate = 1e38;
      },
    };
    const history = await trainer.fit(data, { ...options, epochs: 3, callbacks: [collecting, spoil] });
    expect(history.metrics['loss']!.at(-1)).toBeNaN();
    const resumed = await wild();
    const { bytes } = collecting.taken.find(({ point }) => point.after === 'epoch' && point.epoch === 1)!;
    expect(await resumed.fit(data, { ...options, epochs: 3, resume: bytes })).toEqual(history);
    expect(resumed.learningRate).toBe(1e38);
    for (const each of [trainer, resumed]) await each.close();
  });

  test('tells callbacks without a state that the epoch begins, and those with one not', async () => {
    const calls: string[] = [];
    const plain: Callback = { onEpochBegin: (epoch) => void calls.push(`plain ${epoch}`) };
    const stateful: Callback = {
      onEpochBegin: (epoch) => void calls.push(`stateful ${epoch}`),
      state: () => ({ values: null }),
      restore: ({ values }) =>
        void calls.push(`restored ${JSON.stringify((values as { waited: number }).waited)}`),
    };
    const trainer = await trainerOf();
    const resume = taken.find(({ point }) => point.epoch === 1 && point.batch === 1)!.bytes;
    await trainer.fit(data, { ...options, epochs: 3, callbacks: [plain, stateful], resume });
    expect(calls).toEqual(['restored 0', 'plain 1', 'plain 2', 'stateful 2']);
    await trainer.close();
  });

  test.each<[string, string, () => Promise<Trainer>, FitOptions]>([
    ['another seed', 'the seed was 5, now it is 6', () => trainerOf(network(), 6), {}],
    ['fewer epochs', '2 epochs are done, and epochs is 1', () => trainerOf(), { epochs: 1 }],
    [
      'another batch size',
      'batchSize was 12 in the epoch that is under way, now it is 8',
      trainerOf,
      { batchSize: 8 },
    ],
    ['an augmentation', 'augment was nothing .* now it is {"name":"mirror"}', trainerOf, { augment: mirror }],
    ['other data', 'samples was 32 .* now it is 30', trainerOf, { validationSplit: 0.25 }],
    [
      'no validation',
      'the figures were .*valAccuracy, now they are loss, accuracy',
      trainerOf,
      { validationSplit: 0 },
    ],
    ['other callbacks', 'has the states of 1 callbacks; 0 that', trainerOf, { callbacks: [] }],
    [
      'a callback of another figure',
      "monitors 'loss', and .* monitors 'valLoss'",
      trainerOf,
      { callbacks: [earlyStopping({ monitor: 'loss' })] },
    ],
  ])('refuses %s before anything changes', async (_, words, make, changed) => {
    const trainer = await make();
    const before = bitsOf(trainer);
    const { bytes } = taken.find(({ point }) => point.epoch === 2 && point.batch === 2)!;
    const attempt = trainer.fit(data, { ...options, callbacks: [stopper()], ...changed, resume: bytes });
    await expect(attempt).rejects.toThrow(new RegExp(words));
    expect(bitsOf(trainer)).toEqual(before);
    expect(trainer.step).toBe(0);
    await trainer.close();
  });
});

describe('trainer.restore', () => {
  test('refuses another model, and another optimizer, with what differs', async () => {
    const trainer = await trainerOf();
    const bytes = trainer.checkpoint();
    const loss = 'sparseCategoricalCrossentropy';
    const wider = sequential([flatten({ inputShape: [8, 8, 1] }), dense({ units: 9 })]);
    const cases = [
      [
        await compile(wider, { optimizer: 'adam', loss: 'meanSquaredError', session }),
        /'dense\/kernel' is f32 \[64, 8\], here it is f32 \[64, 9\]/,
      ],
      [await compile(tinyCnn(), { optimizer: 'adam', loss, session }), /it has no 'conv2d\/kernel', which/],
      [
        await compile(network(), { optimizer: 'sgd', loss, session }),
        /its optimizer is adam, here it is sgd/,
      ],
    ] as const;
    for (const [other, difference] of cases) {
      expect(() => other.restore(bytes)).toThrow(difference);
      await other.close();
    }
    await trainer.close();
  });

  test('makes the next fit what it would have been', async () => {
    const first = await trainerOf();
    await first.fit(data, options);
    const bytes = first.checkpoint();
    const second = await trainerOf();
    second.restore(bytes);
    expect(bitsOf(second)).toEqual(bitsOf(first));
    expect(await second.fit(data, options)).toEqual(await first.fit(data, options));
    expect(bitsOf(second)).toEqual(bitsOf(first));
    await expect(second.fit(data, { ...options, resume: bytes })).rejects.toThrow(/between two calls of fit/);
    for (const trainer of [first, second]) await trainer.close();
  });
});
