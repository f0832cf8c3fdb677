import { Session, tensor } from '@cnn/tensor';
import { afterAll, expect, test } from 'vitest';
import { linear, plane } from '../../test/toys.js';
import { compile } from '../compile.js';
import { sgd } from '../optimizers/sgd.js';
import type { Trainer } from '../trainer.js';
import type { Callback, FitPlan, Logs } from './callback.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

const compileLinear = (learningRate = 0.05): Promise<Trainer> =>
  compile(linear(), { optimizer: sgd({ learningRate }), loss: 'meanSquaredError', session });

/** Writes down each call with its number; an object of a class, whose hooks need their `this`. */
class Recorder implements Callback {
  readonly calls: string[];
  readonly logs: Record<string, Logs> = {};
  readonly #mark: string;
  plan: FitPlan | undefined;

  constructor(calls: string[] = [], mark = '') {
    this.calls = calls;
    this.#mark = mark;
  }

  #note(hook: string, at: number | '' = '', logs?: Logs): void {
    this.calls.push(`${this.#mark}${hook}${at}`);
    if (logs) this.logs[`${hook}${at}`] = logs;
  }

  setTrainer(_: Trainer, plan: FitPlan): void {
    this.plan = plan;
    this.#note('setTrainer');
  }
  async onTrainBegin(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.#note('trainBegin');
  }
  onTrainEnd(logs: Logs): void {
    this.#note('trainEnd', '', logs);
  }
  onEpochBegin(epoch: number): void {
    this.#note('epochBegin', epoch);
  }
  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.#note('epochEnd', epoch, logs);
  }
  onTrainBatchBegin(batch: number): void {
    this.#note('trainBatchBegin', batch);
  }
  onTrainBatchEnd(batch: number, logs: Logs): void {
    this.#note('trainBatchEnd', batch, logs);
  }
  onTestBegin(): void {
    this.#note('testBegin');
  }
  onTestEnd(logs: Logs): void {
    this.#note('testEnd', '', logs);
  }
  onTestBatchBegin(batch: number): void {
    this.#note('testBatchBegin', batch);
  }
  onTestBatchEnd(batch: number, logs: Logs): void {
    this.#note('testBatchEnd', batch, logs);
  }
}

const epoch = (number: number): string[] => [
  `epochBegin${number}`,
  'trainBatchBegin0',
  'trainBatchEnd0',
  'trainBatchBegin1',
  'trainBatchEnd1',
  'testBegin',
  'testBatchBegin0',
  'testBatchEnd0',
  'testEnd',
  `epochEnd${number}`,
];

test("hooks are called in Keras' order, with the means so far", async () => {
  const trainer = await compileLinear();
  const recorder = new Recorder();
  const history = await trainer.fit(plane(10), {
    epochs: 2,
    batchSize: 5,
    validationSplit: 0.3,
    callbacks: [recorder],
  });
  expect(recorder.calls).toEqual(['setTrainer', 'trainBegin', ...epoch(0), ...epoch(1), 'trainEnd']);
  expect(recorder.plan).toEqual({
    epochs: 2,
    steps: 2,
    batchSize: 5,
    samples: 7,
    validationSamples: 3,
    figures: ['loss', 'valLoss'],
    directions: { loss: 'down', valLoss: 'down' },
  });
  const { logs } = recorder;
  const [loss, valLoss] = [history.metrics['loss']![1], history.metrics['valLoss']![1]];
  expect(logs['epochEnd1']).toEqual({ loss, valLoss });
  expect(logs['trainEnd']).toEqual({ loss, valLoss });
  // The last batch has seen the whole epoch; the first one has not.
  expect(logs['trainBatchEnd1']).toEqual({ loss });
  expect(logs['trainBatchEnd0']).not.toEqual({ loss });
  expect(logs['testEnd']).toEqual({ loss: valLoss });
  expect(logs['testBatchEnd0']).toEqual({ loss: valLoss });
  await trainer.close();
});

test('several callbacks are called in the order given, each awaited before the next', async () => {
  const trainer = await compileLinear();
  const calls: string[] = [];
  const callbacks = [new Recorder(calls, 'a '), new Recorder(calls, 'b ')];
  await trainer.fit(plane(4), { callbacks });
  const hooks = ['setTrainer', 'trainBegin', 'epochBegin0', 'trainBatchBegin0', 'trainBatchEnd0'];
  const expected = [...hooks, 'epochEnd0', 'trainEnd'].flatMap((hook) => [`a ${hook}`, `b ${hook}`]);
  expect(calls).toEqual(expected);
  await trainer.close();
});

test('evaluate tells callbacks of its own', async () => {
  const trainer = await compileLinear();
  const seen: unknown[] = [];
  const callback: Callback = {
    onTestBegin: () => void seen.push('begin'),
    onTestBatchEnd: (batch, logs) => void seen.push([batch, Object.keys(logs)]),
    onTestEnd: (logs) => void seen.push(logs),
    onTrainBegin: () => void seen.push('train'),
  };
  const figures = await trainer.evaluate(plane(5), { batchSize: 2, callbacks: [callback] });
  expect(seen).toEqual(['begin', [0, ['loss']], [1, ['loss']], [2, ['loss']], figures]);
  await expect(trainer.evaluate(plane(4), { callbacks: callback as never })).rejects.toThrow(
    'it must be a list of callbacks',
  );
  await trainer.close();
});

test('evaluate tells no others', async () => {
  const trainer = await compileLinear();
  const recorder = new Recorder();
  await trainer.fit(plane(4), { callbacks: [recorder] });
  const before = recorder.calls.length;
  await trainer.evaluate(plane(4));
  expect(recorder.calls).toHaveLength(before);
  await trainer.close();
});

test('stopTraining ends after the step, and the epoch counts with the steps it had', async () => {
  const trainer = await compileLinear();
  const ended: number[] = [];
  const history = await trainer.fit(plane(12), {
    epochs: 5,
    batchSize: 4,
    validationData: plane(4),
    callbacks: [
      {
        onTrainBatchEnd: () => {
          if (trainer.step === 5) trainer.stopTraining = true;
        },
        onEpochEnd: (number) => {
          ended.push(number);
        },
      },
    ],
  });
  expect(trainer.step).toBe(5);
  expect(ended).toEqual([0, 1]);
  expect(history.epochs).toEqual([0, 1]);
  expect(history.metrics['valLoss']).toHaveLength(2);
  expect(history.aborted).toBe(false);
  expect((await trainer.fit(plane(12), { batchSize: 4 })).epochs).toEqual([0]);
  expect(trainer.step).toBe(8);
  await trainer.close();
});

test('at the end of an epoch the model has the trained weights, and set ones are trained on from there', async () => {
  const trainer = await compileLinear(0);
  const { model } = trainer;
  const wanted = [tensor([2, -1], [2, 1]), tensor([0.5], [1])];
  const losses: number[] = [];
  await trainer.fit(plane(8), {
    epochs: 2,
    callbacks: [
      {
        onEpochEnd: async (number, { loss }) => {
          losses.push(loss!);
          const { data } = await model.predict(plane(8).x, { session });
          const errors = [...data].map((value, i) => (value - plane(8).y.data[i]!) ** 2);
          expect(errors.reduce((a, b) => a + b) / 8).toBeCloseTo(loss!, 5);
          if (number === 0) model.setWeights(wanted);
        },
      },
    ],
  });
  expect(losses[0]).toBeGreaterThan(0.1);
  expect(losses[1]).toBeLessThan(1e-12);
  expect(model.getWeights()).toEqual(wanted);
  await trainer.close();
});

test('a callback that throws ends training with what was learned, and the trainer can train on', async () => {
  const trainer = await compileLinear();
  const before = trainer.model.getWeights();
  const failing: Callback = {
    onTrainBatchEnd: (batch) => {
      if (batch === 1) throw new Error('The disk is full.');
    },
  };
  const options = { batchSize: 4, shuffle: false };
  await expect(trainer.fit(plane(12), { ...options, callbacks: [failing] })).rejects.toThrow(
    'The disk is full.',
  );
  expect(trainer.step).toBe(2);
  expect(trainer.model.getWeights()).not.toEqual(before);
  const other = await compileLinear();
  const { x, y } = plane(12);
  await other.fit({ x: x.rows(0, 8), y: y.rows(0, 8) }, options);
  expect(trainer.model.getWeights()).toEqual(other.model.getWeights());
  expect((await trainer.fit(plane(12))).epochs).toEqual([0]);
  await trainer.close();
  await other.close();
});

test('setTrainer may refuse, before anything changes', async () => {
  const trainer = await compileLinear();
  const { version } = trainer.model;
  const refusing: Callback = {
    setTrainer: () => {
      throw new Error('Not with me.');
    },
  };
  await expect(trainer.fit(plane(4), { callbacks: [refusing] })).rejects.toThrow('Not with me.');
  expect(trainer.model.version).toBe(version);
  expect(trainer.step).toBe(0);
  await trainer.close();
});
