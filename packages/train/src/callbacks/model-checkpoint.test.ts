import { loadModel } from '@cnn/layers';
import { Session, tensor } from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { linear, plane } from '../../test/toys.js';
import { compile } from '../compile.js';
import { sgd } from '../optimizers/sgd.js';
import type { Trainer } from '../trainer.js';
import type { Callback, RestPoint } from './callback.js';
import { type ModelCheckpointOptions, modelCheckpoint } from './model-checkpoint.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

const trainerOf = (learningRate = 0.05): Promise<Trainer> =>
  compile(linear(), { optimizer: sgd({ learningRate }), loss: 'meanSquaredError', session });

/** The callback, and where it has handed out checkpoints. */
function watched(options: Omit<ModelCheckpointOptions, 'save'>) {
  const saved: { point: RestPoint; bytes: Uint8Array }[] = [];
  const callback = modelCheckpoint({
    ...options,
    save: async (bytes, point) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      saved.push({ point, bytes });
    },
  });
  return {
    callback,
    saved,
    where: () => saved.map(({ point }) => `${point.after} ${point.epoch}.${point.batch}`),
  };
}

test.each<[string, ModelCheckpointOptions['every'], string[]]>([
  ['each epoch', undefined, ['epoch 0.3', 'epoch 1.3', 'epoch 2.3', 'epoch 3.3']],
  ['every second epoch', { epochs: 2 }, ['epoch 1.3', 'epoch 3.3']],
  ['every five steps', { steps: 5 }, ['step 1.2', 'step 3.1']],
])('hands checkpoints out after %s', async (_, every, expected) => {
  const { callback, where, saved } = watched(every ? { every } : {});
  const trainer = await trainerOf();
  await trainer.fit(plane(10), { epochs: 4, batchSize: 4, callbacks: [callback] });
  expect(where()).toEqual(expected);
  const weights = loadModel(saved.at(-1)!.bytes).getWeights();
  if (!every || 'epochs' in every) expect(weights).toEqual(trainer.model.getWeights());
  else expect(weights).not.toEqual(trainer.model.getWeights());
  await trainer.close();
});

test('hands one out when training is aborted, and not the same twice', async () => {
  for (const [abortAfter, expected] of [
    [4, ['step 0.3', 'abort 1.1']],
    [6, ['step 0.3', 'step 1.3']],
  ] as const) {
    const { callback, where } = watched({ every: { steps: 3 } });
    const controller = new AbortController();
    const trainer = await trainerOf();
    const abort: Callback = {
      onTrainBatchEnd: () => {
        if (trainer.step === abortAfter) controller.abort();
      },
    };
    await trainer.fit(plane(10), {
      epochs: 4,
      batchSize: 4,
      callbacks: [callback, abort],
      signal: controller.signal,
    });
    expect(where()).toEqual(expected);
    await trainer.close();
  }
});

test('hands one out when training is aborted before an epoch has begun, which can be gone on from', async () => {
  for (const [hook, expected] of [
    ['onTrainBegin', ['abort 0.0']],
    ['onEpochEnd', ['abort 1.0']],
  ] as const) {
    const { callback, where, saved } = watched({ every: { steps: 100 } });
    const controller = new AbortController();
    const trainer = await trainerOf();
    const options = { epochs: 3, batchSize: 4 };
    const callbacks: Callback[] = [callback, { [hook]: () => controller.abort() }];
    await trainer.fit(plane(10), { ...options, callbacks, signal: controller.signal });
    expect(where()).toEqual(expected);
    const [resumed, undisturbed] = [await trainerOf(), await trainerOf()];
    await resumed.fit(plane(10), { ...options, callbacks: [callback], resume: saved[0]!.bytes });
    await undisturbed.fit(plane(10), options);
    expect(resumed.model.getWeights()).toEqual(undisturbed.model.getWeights());
    await Promise.all([trainer, resumed, undisturbed].map((each) => each.close()));
  }
});

describe('with saveBestOnly', () => {
  /** Trains epochs of these losses, which the weights are set for. */
  async function bestOf(
    losses: readonly number[],
    options: Omit<ModelCheckpointOptions, 'save'>,
    resume?: Uint8Array,
  ) {
    const trainer = await trainerOf(0);
    const script: Callback = {
      onEpochBegin: (epoch) =>
        trainer.model.setWeights([tensor([2, -1], [2, 1]), tensor([0.5 + Math.sqrt(losses[epoch]!)], [1])]),
    };
    const { callback, saved } = watched({ saveBestOnly: true, monitor: 'loss', ...options });
    const epochs = losses.length;
    await trainer.fit(plane(8), { epochs, callbacks: [script, callback], ...(resume ? { resume } : {}) });
    await trainer.close();
    return saved.map(({ point: { epoch }, bytes }) => ({ epoch, bytes }));
  }

  test.each<[string, number[], Omit<ModelCheckpointOptions, 'save'>, number[]]>([
    ['whenever less was reached', [4, 3, 3.5, 2, 2.5], {}, [0, 1, 3]],
    ['whenever more was reached', [4, 3, 4.5, 2, 5], { mode: 'max' }, [0, 2, 4]],
    ['never for NaN', [Number.NaN, 3, Number.NaN, 2], {}, [1, 3]],
  ])('hands one out %s', async (_, losses, options, epochs) => {
    expect((await bestOf(losses, options)).map(({ epoch }) => epoch)).toEqual(epochs);
  });

  test('remembers what was best when training is resumed', async () => {
    const [, { bytes }] = (await bestOf([4, 3], {})) as [unknown, { bytes: Uint8Array }];
    expect((await bestOf([4, 3, 3.5, 2], {}, bytes)).map(({ epoch }) => epoch)).toEqual([3]);
  });
});

test('unusable options are refused', async () => {
  const save = () => {};
  const refusal = (options: object) => () => modelCheckpoint({ save, ...options } as ModelCheckpointOptions);
  expect(refusal({ save: 'here' })).toThrow(/save is 'here'; it must be a function/);
  expect(refusal({ every: { epochs: 0 } })).toThrow(/epochs is 0/);
  expect(refusal({ every: {} })).toThrow(/every is \{\}; it must be a number of epochs or of steps/);
  expect(refusal({ every: { step: 3 } })).toThrow(/no option 'step'.*Did you mean 'steps'/);
  expect(refusal({ saveBestOnly: true, every: { steps: 2 } })).toThrow(/saveBestOnly together with steps/);
  const trainer = await trainerOf();
  const callbacks = [modelCheckpoint({ save, saveBestOnly: true })];
  await expect(trainer.fit(plane(8), { callbacks })).rejects.toThrow(
    /What modelCheckpoint monitors is 'valLoss'/,
  );
  await trainer.close();
});
