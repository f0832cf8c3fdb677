import { loadModel } from '@cnn/layers';
import { ConfigError, DataError, Session, ShapeError, tensor } from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { linear, plane, stripes, tinyCnn } from '../test/toys.js';
import { type CompileOptions, compile } from './compile.js';
import { sgd } from './optimizers/sgd.js';
import type { Trainer } from './trainer.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const compileLinear = (options: Partial<CompileOptions> = {}): Promise<Trainer> =>
  compile(linear(), { optimizer: 'sgd', loss: 'meanSquaredError', session, ...options });

const compileCnn = (): Promise<Trainer> =>
  compile(tinyCnn({ rate: 0.25 }), {
    optimizer: 'adam',
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    session,
  });

describe('evaluate', () => {
  test('gives the same figures for any batch size, and learns nothing', async () => {
    const trainer = await compileCnn();
    const before = trainer.model.getWeights();
    const whole = await trainer.evaluate(stripes(50), { batchSize: 50 });
    expect(Object.keys(whole)).toEqual(['loss', 'accuracy']);
    for (const batchSize of [1, 7, 32, 64]) {
      const { loss, accuracy } = await trainer.evaluate(stripes(50), { batchSize });
      expect(loss).toBeCloseTo(whole['loss']!, 5);
      expect(accuracy).toBeCloseTo(whole['accuracy']!, 12);
    }
    expect(trainer.model.getWeights()).toEqual(before);
    expect(trainer.step).toBe(0);
    await trainer.close();
  });

  test('sees weights that were set since', async () => {
    const trainer = await compileLinear();
    const before = await trainer.evaluate(plane(8));
    trainer.model.setWeights([tensor([2, -1], [2, 1]), tensor([0.5], [1])]);
    const { loss } = await trainer.evaluate(plane(8));
    expect(loss).toBeLessThan(1e-12);
    expect(before['loss']).toBeGreaterThan(0.1);
    await trainer.close();
  });

  test('ends with the reason of its signal', async () => {
    const trainer = await compileLinear();
    const controller = new AbortController();
    const evaluating = trainer.evaluate(plane(20_000), { batchSize: 1, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('Enough.')));
    await expect(evaluating).rejects.toThrow('Enough.');
    await expect(trainer.evaluate(plane(8), { signal: AbortSignal.abort() })).rejects.toThrow(/abort/);
    await trainer.close();
  });

  test('refuses bad options and data', async () => {
    const trainer = await compileLinear();
    const { x, y } = plane(8);
    const cases = [
      [() => trainer.evaluate({ x, y }, { batchSize: 0 }), ConfigError, 'batchSize is 0'],
      [() => trainer.evaluate({ x, y }, { batchsize: 8 } as never), ConfigError, "Did you mean 'batchSize'?"],
      [
        () => trainer.evaluate({ x, y }, { signal: new AbortController() as never }),
        ConfigError,
        'The signal of evaluate is',
      ],
      [() => trainer.evaluate({ x: y, y }), ShapeError, 'The data to evaluate has x of f32 [8, 1]'],
      [() => trainer.evaluate({ x, y: y.rows(0, 7) }), DataError, '8 samples in x and 7 in y'],
      [() => trainer.evaluate(x as never, y as never), DataError, 'Pass { x, y }'],
    ] as const;
    for (const [refused, type, message] of cases) {
      await expect(refused()).rejects.toThrow(type);
      await expect(refused()).rejects.toThrow(message);
    }
    await trainer.close();
  });
});

describe('save', () => {
  test('keeps the trained weights, after close as well', async () => {
    const trainer = await compileCnn();
    await trainer.fit(stripes(32));
    const saved = loadModel(await trainer.save());
    expect(saved.getWeights()).toEqual(trainer.model.getWeights());
    const { x } = stripes(4);
    expect(await saved.predict(x, { session })).toEqual(await trainer.model.predict(x, { session }));
    await trainer.close();
    expect(await trainer.save()).toEqual(await trainer.save());
    expect(loadModel(await trainer.save()).getWeights()).toEqual(saved.getWeights());
  });

  test('has the weights of the step just taken, in the middle of an epoch', async () => {
    const trainer = await compileLinear();
    const bytes: Uint8Array[] = [];
    const onTrainBatchEnd = async (): Promise<void> => {
      bytes.push(await trainer.save());
    };
    await trainer.fit(plane(32), { batchSize: 8, callbacks: [{ onTrainBatchEnd }] });
    const saved = bytes.map((each) => loadModel(each).getWeights());
    expect(saved).toHaveLength(4);
    expect(saved[0]).not.toEqual(saved[1]);
    expect(saved[3]).toEqual(trainer.model.getWeights());
    await trainer.close();
  });
});

describe('close', () => {
  test('twice is once, and nothing can be computed afterwards', async () => {
    const trainer = await compileLinear();
    await trainer.close();
    await trainer.close();
    const message = 'This trainer has been closed, and has no memory or threads left to compute with.';
    await expect(trainer.fit(plane(8))).rejects.toThrow(message);
    await expect(trainer.evaluate(plane(8))).rejects.toThrow(message);
  });

  test('is refused while fit or evaluate computes', async () => {
    const trainer = await compileLinear();
    const fitting = trainer.fit(plane(8), {
      callbacks: [{ onEpochEnd: () => new Promise((resolve) => setTimeout(resolve, 5)) }],
    });
    await expect(trainer.close()).rejects.toThrow('in the middle of fit and was asked to close');
    await expect(trainer.fit(plane(8))).rejects.toThrow('in the middle of fit and was asked to fit again');
    await fitting;
    const checkpoint = trainer.checkpoint();
    const evaluating = trainer.evaluate(plane(8));
    const refused = [trainer.close(), trainer.fit(plane(8))];
    expect(() => trainer.restore(checkpoint)).toThrow('in the middle of evaluate and was asked to restore');
    await expect(refused[0]).rejects.toThrow('in the middle of evaluate and was asked to close');
    await expect(refused[1]).rejects.toThrow('in the middle of evaluate and was asked to fit');
    await evaluating;
    await trainer.close();
  });
});

test('a session that ends in the middle ends training, and the model keeps the weights of the last epoch', async () => {
  const own = await Session.create({ threads: 2 });
  const trainer = await compileLinear({ session: own });
  let kept: ReturnType<typeof trainer.model.getWeights> = [];
  const onEpochEnd = (): void => {
    kept = trainer.model.getWeights();
  };
  const onTrainBatchEnd = async (): Promise<void> => {
    if (trainer.step === 6) await own.close();
  };
  const callbacks = [{ onEpochEnd, onTrainBatchEnd }];
  const fitting = trainer.fit(plane(32), { epochs: 3, batchSize: 8, callbacks });
  await expect(fitting).rejects.toThrow('These kernels were closed');
  expect(trainer.step).toBe(6);
  expect(kept).toHaveLength(2);
  expect(trainer.model.getWeights()).toEqual(kept);
  expect(loadModel(await trainer.save()).getWeights()).toEqual(kept);
  await trainer.close();
});

describe('learningRate', () => {
  test('is that of the next step, of a function too', async () => {
    const trainer = await compileLinear({ optimizer: sgd({ learningRate: (step) => 0.1 / (step + 1) }) });
    expect(trainer.learningRate).toBe(0.1);
    await trainer.fit(plane(32), { batchSize: 8 });
    expect(trainer.step).toBe(4);
    expect(trainer.learningRate).toBe(0.1 / 5);
    trainer.learningRate = 0.25;
    expect(trainer.learningRate).toBe(0.25);
    await trainer.close();
  });

  test('can be set while training: at 0 nothing moves any more', async () => {
    const trainer = await compileLinear();
    const losses: number[] = [];
    await trainer.fit(plane(8), {
      epochs: 4,
      callbacks: [
        {
          onEpochEnd: (epoch, { loss }) => {
            losses.push(loss!);
            if (epoch === 1) trainer.learningRate = 0;
          },
        },
      ],
    });
    expect(losses[1]).toBeLessThan(losses[0]!);
    expect(losses[2]).toBeLessThan(losses[1]!);
    expect(losses[3]).toBeCloseTo(losses[2]!, 6);
    await trainer.close();
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '0.1' as never])('refuses %s', async (rate) => {
    const trainer = await compileLinear();
    expect(() => {
      trainer.learningRate = rate;
    }).toThrow(ConfigError);
    expect(trainer.learningRate).toBe(0.01);
    await trainer.close();
  });

  test('a function that fails ends training with what was learned until then', async () => {
    const learningRate = (step: number): number => (step < 2 ? 0.1 : Number.NaN);
    const [failing, whole] = [linear(), linear()];
    const options = { optimizer: sgd({ learningRate }), loss: 'meanSquaredError', session } as const;
    const trainer = await compile(failing, options);
    const expected = await compile(whole, options);
    const unshuffled = { batchSize: 8, shuffle: false };
    await expect(trainer.fit(plane(32), unshuffled)).rejects.toThrow('The learning rate at step 2 is NaN');
    const { x, y } = plane(32);
    await expected.fit({ x: x.rows(0, 16), y: y.rows(0, 16) }, unshuffled);
    expect(failing.getWeights()).toEqual(whole.getWeights());
    expect(trainer.step).toBe(2);
    await trainer.close();
    await expected.close();
  });
});
