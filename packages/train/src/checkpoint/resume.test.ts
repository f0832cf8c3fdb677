import {
  batchNormalization,
  dense,
  dropout,
  flatten,
  type Model,
  readSafetensors,
  sequential,
  writeSafetensors,
} from '@cnn/layers';
import { Session } from '@cnn/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stripes, tinyCnn } from '../../test/toys.js';
import type { SampleBatch } from '../batch-transform.js';
import type { Callback, CallbackState, RestPoint } from '../callbacks/callback.js';
import { csvLogger } from '../callbacks/csv-logger.js';
import { earlyStopping } from '../callbacks/early-stopping.js';
import { modelCheckpoint } from '../callbacks/model-checkpoint.js';
import { reduceLROnPlateau } from '../callbacks/reduce-lr-on-plateau.js';
import { type CompileOptions, compile } from '../compile.js';
import type { FitOptions } from '../fit-job.js';
import type { History } from '../history.js';
import { sparseCategoricalCrossentropy } from '../losses/sparse-categorical-crossentropy.js';
import { adam } from '../optimizers/adam.js';
import { sgd } from '../optimizers/sgd.js';
import type { Trainer } from '../trainer.js';
import { exactJson, fromExactJson } from './exact-json.js';

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
      state: () => ({ kind: 'earlyStopping of valLoss', values: null }),
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
      'number 1 was earlyStopping of valLoss in the checkpoint, and now is earlyStopping of loss',
      trainerOf,
      { callbacks: [earlyStopping({ monitor: 'loss' })] },
    ],
    [
      'a callback of another kind',
      'was earlyStopping of valLoss in the checkpoint, and now is reduceLROnPlateau of valLoss',
      trainerOf,
      { callbacks: [reduceLROnPlateau()] },
    ],
    [
      'a callback that does not say its kind',
      'was earlyStopping of valLoss in the checkpoint, and now is a callback without a name',
      trainerOf,
      { callbacks: [{ state: () => ({ values: null }), restore: () => {} }] },
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

describe('callbacks that have changed places', () => {
  const save = (): void => {};
  const lines: string[] = [];
  const best = (monitor: string): Callback => modelCheckpoint({ monitor, save, saveBestOnly: true });
  const logger = (): Callback => csvLogger({ append: (text) => void lines.push(text) });

  test.each<[string, () => Callback[], () => Callback[]]>([
    ['of other kinds', () => [stopper(), logger()], () => [logger(), stopper()]],
    ['of other figures', () => [best('loss'), best('valLoss')], () => [best('valLoss'), best('loss')]],
    ['of which one keeps all', () => [modelCheckpoint({ save })], () => [best('valLoss')]],
  ])('%s are refused before any has taken a state over', async (_, before, now) => {
    const first = await trainerOf();
    const collecting = collector(first);
    await first.fit(data, { ...options, epochs: 2, callbacks: [...before(), collecting] });
    const second = await trainerOf();
    const restored: string[] = [];
    const callbacks = now().map((callback, i): Callback => {
      const restore = callback.restore!.bind(callback);
      return Object.assign(callback, {
        restore: (state: CallbackState) => {
          restored.push(`${i}`);
          restore(state);
        },
      });
    });
    const resume = collecting.taken.at(-1)!.bytes;
    await expect(second.fit(data, { ...options, callbacks, resume })).rejects.toThrow(
      /number 1 was .* in the checkpoint, and now is .* Pass callbacks as before/,
    );
    expect(restored).toEqual([]);
    expect(second.step).toBe(0);
    for (const trainer of [first, second]) await trainer.close();
  });
});

describe('a checkpoint of the first epoch', () => {
  const trainerWith = (metrics: CompileOptions['metrics'], loss: CompileOptions['loss'] = plain) =>
    compile(network(), { optimizer: 'adam', loss, session, ...(metrics && { metrics }) });
  const plain = 'sparseCategoricalCrossentropy';

  async function firstStep(trainer: Trainer): Promise<Uint8Array> {
    const collecting = collector(trainer);
    await trainer.fit(data, { ...options, epochs: 1, callbacks: [collecting] });
    await trainer.close();
    return collecting.taken[0]!.bytes;
  }

  test.each<[string, CompileOptions['metrics'], string]>([
    ['more metrics', ['accuracy', 'meanIoU'], 'loss, accuracy, meanIoU, valLoss'],
    ['fewer metrics', [], 'loss, valLoss'],
    ['other metrics', ['meanIoU'], 'loss, meanIoU, valLoss'],
  ])('is refused for %s', async (_, metrics, words) => {
    const resume = await firstStep(await trainerWith(['accuracy']));
    const trainer = await trainerWith(metrics);
    const before = bitsOf(trainer);
    await expect(trainer.fit(data, { ...options, resume })).rejects.toThrow(
      `the figures were loss, accuracy, valLoss, valAccuracy, now they are ${words}`,
    );
    expect(bitsOf(trainer)).toEqual(before);
    await trainer.close();
  });

  test('of an earlier version, which named neither figures nor callbacks, is read', async () => {
    const resume = asBefore(await firstStep(await trainerWith(['accuracy'])));
    const [resumed, whole] = [await trainerWith(['accuracy']), await trainerWith(['accuracy'])];
    const history = await whole.fit(data, options);
    expect(await resumed.fit(data, { ...options, resume })).toEqual(history);
    expect(bitsOf(resumed)).toEqual(bitsOf(whole));
    const other = await trainerWith(['accuracy', 'meanIoU']);
    await expect(other.fit(data, { ...options, resume })).rejects.toThrow(
      'the epoch that is under way had 2 figures, now it has 3',
    );
    for (const trainer of [resumed, whole, other]) await trainer.close();
  });

  test('of an earlier version is refused where that counted in another way', async () => {
    const ignoring = sparseCategoricalCrossentropy({ ignoreClass: 255 });
    const resume = asBefore(await firstStep(await trainerWith(['accuracy'], ignoring)));
    const trainer = await trainerWith(['accuracy'], ignoring);
    const refused = trainer.fit(data, { ...options, resume });
    await expect(refused).rejects.toMatchObject({ about: { kind: 'counts' } });
    await expect(refused).rejects.toThrow(/within an epoch, by an earlier version .* trainer\.restore/);
    expect(trainer.step).toBe(0);
    trainer.restore(resume);
    expect(trainer.step).toBe(1);
    await trainer.close();
  });
});

/** The checkpoint as versions wrote it that named neither figures nor kinds of callbacks. */
function asBefore(bytes: Uint8Array): Uint8Array {
  const { tensors, metadata } = readSafetensors(bytes);
  const note = fromExactJson(metadata['training']!) as {
    fit: { progress: object; callbacks: object[] };
  };
  const { figures: _, ...progress } = note.fit.progress as { figures: unknown };
  const callbacks = note.fit.callbacks.map((state) => ({ ...state, kind: undefined }));
  const training = exactJson({ ...note, fit: { progress, callbacks } });
  return writeSafetensors({ tensors, metadata: { ...metadata, training } });
}

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

  test('takes a checkpoint of another seed over, to go on with the own one', async () => {
    const first = await trainerOf();
    await first.fit(data, options);
    const second = await trainerOf(network(), 6);
    second.restore(first.checkpoint());
    expect(bitsOf(second)).toEqual(bitsOf(first));
    await first.fit(data, options);
    await second.fit(data, options);
    expect(bitsOf(second)).not.toEqual(bitsOf(first));
    for (const trainer of [first, second]) await trainer.close();
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
