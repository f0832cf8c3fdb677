import { dense, flatten, sequential } from '@cnn/layers';
import { ConfigError, Session } from '@cnn/tensor';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { linear, plane, stripes, tinyCnn } from '../test/toys.js';
import { type CompileOptions, compile } from './compile.js';
import { meanSquaredError } from './losses/mean-squared-error.js';
import { accuracy } from './metrics/accuracy.js';
import { topK } from './metrics/top-k.js';
import { adam } from './optimizers/adam.js';
import { sgd } from './optimizers/sgd.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

const options = { optimizer: 'sgd', loss: 'meanSquaredError', session } as const;

describe('compile', () => {
  test('makes a trainer with the figures it was asked for', async () => {
    const model = tinyCnn();
    const trainer = await compile(model, {
      optimizer: 'adam',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy', topK({ k: 2 })],
      session,
    });
    expect(trainer.model).toBe(model);
    expect(trainer.figures).toEqual(['loss', 'accuracy', 'top2Accuracy']);
    expect(trainer.step).toBe(0);
    expect(trainer.learningRate).toBe(0.001);
    await trainer.close();
  });

  test('leaves the model as it is', async () => {
    const model = tinyCnn();
    const version = model.version;
    await (
      await compile(model, { optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', session })
    ).close();
    expect(model.version).toBe(version);
  });

  test('makes a session of its own as the options say, and ends it on close', async () => {
    const { session: _, ...own } = options;
    const trainer = await compile(linear(), { ...own, threads: 2, deterministic: true });
    expect(trainer.session.threads).toBe(2);
    expect(trainer.session.variant).toBe('simd');
    expect(trainer.session.deterministic).toBe(true);
    await trainer.fit(plane(8));
    await trainer.close();
  });

  test('ends its own session when an optimizer cannot be used after all', async () => {
    const create = vi.spyOn(Session, 'create');
    const optimizer = { ...sgd(), slots: undefined as never };
    const { session: _, ...own } = options;
    await expect(compile(linear(), { ...own, optimizer, threads: 1 })).rejects.toThrow(TypeError);
    const opened = await (create.mock.results[0]!.value as Promise<Session>);
    create.mockRestore();
    const closed = opened.program().compile({ outputs: {} });
    expect(() => closed.run()).toThrow('closed');
  });

  test('leaves a session that it was given open, with all its memory returned', async () => {
    const before = session.usedBytes;
    const trainer = await compile(tinyCnn(), {
      optimizer: 'adam',
      loss: 'sparseCategoricalCrossentropy',
      session,
    });
    expect(trainer.session).toBe(session);
    await trainer.fit(stripes(12));
    expect(session.usedBytes).toBeGreaterThan(before);
    await trainer.close();
    expect(session.usedBytes).toBe(before);
    const next = await compile(linear(), options);
    await next.fit(plane(8));
    await next.close();
  });

  test('two trainers may share a model, each going on from what the other has learned', async () => {
    const [shared, alone] = [linear(), linear()];
    const first = await compile(shared, options);
    const second = await compile(shared, options);
    const only = await compile(alone, options);
    const unshuffled = { epochs: 1, shuffle: false };
    for (const trainer of [first, second, first]) await trainer.fit(plane(8), unshuffled);
    for (let i = 0; i < 3; i++) await only.fit(plane(8), unshuffled);
    expect(shared.getWeights()).toEqual(alone.getWeights());
    for (const trainer of [first, second, only]) await trainer.close();
  });
});

describe('compile refuses', () => {
  test.each<[string, Partial<CompileOptions>, string]>([
    ['an unknown option', { optimiser: 'adam' } as never, "compile has no option 'optimiser'"],
    [
      'an unknown optimizer',
      { optimizer: 'adm' as never },
      "The optimizer is 'adm'; it can be 'adam', 'adamw', 'sgd',",
    ],
    [
      'an unknown loss',
      { loss: 'meanSquareError' as never },
      "'meanAbsoluteError', 'huber'. Did you mean 'meanSquaredError'?",
    ],
    [
      'an unknown metric',
      { metrics: ['acc' as never] },
      "A metric is 'acc'; it can be 'accuracy', 'precision', 'recall', 'f1Score', 'auc', 'meanIoU', ",
    ],
    [
      'a metric outside a list',
      { metrics: 'accuracy' as never },
      "compile was given the metrics 'accuracy'; they must be a list. Pass an array such as ['accuracy'].",
    ],
    [
      'a factory that was not called',
      { optimizer: adam as never },
      'The optimizer is the function adam itself; it must be what that returns, or a name. Call it: adam().',
    ],
    [
      'a loss that was not called',
      { loss: meanSquaredError as never },
      'The loss is the function meanSquaredError itself',
    ],
    [
      'a loss as optimizer',
      { optimizer: meanSquaredError() as never },
      "it can be 'adam', 'adamw', 'sgd', 'rmsprop', 'adagrad', 'lion'. Choose one of these.",
    ],
    ['an optimizer as loss', { loss: sgd() as never }, 'The loss is {"name":"sgd"'],
    ['a loss as metric', { metrics: [{ name: 'nothing' } as never] }, 'A metric is {"name":"nothing"}'],
    ['nothing as optimizer', { optimizer: null as never }, 'The optimizer is null'],
    [
      'the same figure twice',
      { metrics: ['accuracy', accuracy()] },
      "Two figures are called 'accuracy'; each needs a name of its own. Give one another name, or leave it out.",
    ],
    ['a figure called loss', { metrics: [{ ...accuracy(), name: 'loss' }] }, "Two figures are called 'loss'"],
    ['a seed that is not whole', { seed: 0.5 }, 'The seed is 0.5; it must be a whole number.'],
    ['a seed in letters', { seed: '1' as never }, "The seed is '1'"],
    [
      'a session with options of a new one',
      { threads: 2, deterministic: true },
      'compile was given a session together with threads and deterministic, which only a new session can take.',
    ],
  ])('%s', async (_, given, message) => {
    const refused = compile(linear(), { ...options, ...given });
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(message);
  });

  test('a model that has nothing to learn', async () => {
    const model = sequential([flatten({ inputShape: [2] })]);
    await expect(compile(model, options)).rejects.toThrow(
      "The model 'sequential' has no weights to train; training needs some. Add a layer that has, such as dense or conv2d.",
    );
  });

  test('a loss that does not suit the model', async () => {
    const model = sequential([dense({ units: 3, inputShape: [2] })]);
    const refused = compile(model, { ...options, loss: 'categoricalCrossentropy' });
    await expect(refused).rejects.toThrow('The model ends in a linear layer');
  });

  test('threads that cannot be', async () => {
    const { session: _, ...own } = options;
    await expect(compile(linear(), { ...own, threads: 0 })).rejects.toThrow(/threads/);
  });
});
