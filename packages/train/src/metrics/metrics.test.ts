import { dense, sequential } from '@cnn/layers';
import { ConfigError, mean, Session, Tensor, tensor } from '@cnn/tensor';
import { afterAll, expect, test } from 'vitest';
import { type CompileOptions, compile } from '../compile.js';
import { accuracy } from './accuracy.js';
import type { Metric } from './metric.js';
import { rootMeanSquaredError } from './root-mean-squared-error.js';
import { topK } from './top-k.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

/** A model whose scores are its six inputs. */
function scores() {
  const model = sequential([dense({ units: 6, activation: 'softmax', useBias: false, inputShape: [6] })]);
  const identity = Float32Array.from({ length: 36 }, (_, i) => (i % 7 === 0 ? 1 : 0));
  model.setWeights([tensor(identity, [6, 6])]);
  return model;
}

const compiled = (metrics: CompileOptions['metrics'], loss: CompileOptions['loss']) =>
  compile(scores(), { optimizer: 'sgd', loss, session, ...(metrics ? { metrics } : {}) });

// The right class is the best guess, the second, the third, and the last.
const x = tensor([9, 1, 2, 3, 4, 5, 9, 8, 2, 3, 4, 5, 9, 8, 7, 3, 4, 5, 0, 8, 7, 3, 4, 5], [4, 6]);
const y = new Tensor('i32', [4], Int32Array.of(0, 1, 2, 0));

test('accuracy and topK count the guesses that a model has', async () => {
  const metrics = ['accuracy', topK({ k: 2 }), topK({ k: 3 }), topK()] as const;
  const trainer = await compiled(metrics, 'sparseCategoricalCrossentropy');
  expect(trainer.figures).toEqual(['loss', 'accuracy', 'top2Accuracy', 'top3Accuracy', 'top5Accuracy']);
  const { accuracy, top2Accuracy, top3Accuracy, top5Accuracy } = await trainer.evaluate({ x, y });
  expect([accuracy, top2Accuracy, top3Accuracy, top5Accuracy]).toEqual([0.25, 0.5, 0.75, 0.75]);
  await trainer.close();
});

test('a metric of one’s own takes part', async () => {
  const confidence: Metric = { name: 'meanProbability', build: (predictions) => mean({ x: predictions }).y };
  const trainer = await compiled([confidence], 'sparseCategoricalCrossentropy');
  expect((await trainer.evaluate({ x, y }))['meanProbability']).toBeCloseTo(1 / 6, 6);
  await trainer.close();
});

test('a metric may be an object of a class', async () => {
  class Answer implements Metric {
    readonly name = 'answer';
    build(predictions: Parameters<Metric['build']>[0]) {
      return mean({ x: predictions }).y;
    }
    result(counts: Float64Array): number {
      return counts.length === 1 ? 42 : Number.NaN;
    }
  }
  const trainer = await compiled([new Answer()], 'sparseCategoricalCrossentropy');
  expect((await trainer.evaluate({ x, y }))['answer']).toBe(42);
  await trainer.close();
});

test.each([0, 1.5, Number.NaN, '5' as never])('topK refuses k = %s', (k) => {
  expect(() => topK({ k })).toThrow(ConfigError);
  expect(() => topK({ k })).toThrow('it must be a whole number of guesses. Choose 1 or more.');
});

test('topK refuses what it does not know', () => {
  expect(() => topK({ n: 3 } as never)).toThrow("topK has no option 'n'; its options are k, name.");
});

test('topK refuses more guesses than classes, and a single output', async () => {
  const tooMany = compiled([topK({ k: 7 })], 'sparseCategoricalCrossentropy');
  await expect(tooMany).rejects.toThrow('topK was given k = 7, but the model has 6 classes');
  const model = sequential([dense({ units: 1, inputShape: [6] })]);
  const single = compile(model, { optimizer: 'sgd', loss: 'meanSquaredError', metrics: [topK()], session });
  await expect(single).rejects.toThrow('topK was asked for of a single output');
  await expect(single).rejects.toThrow(ConfigError);
});

test('topK takes the largest of one-hot rows, or of shares, for the right class', async () => {
  const shares = [0, 1, 2, 0].flatMap((label) =>
    Array.from({ length: 6 }, (_, k) => (k === label ? 0.75 : 0.05)),
  );
  const metrics = ['accuracy', topK({ k: 2 }), topK({ k: 3 })] as const;
  const trainer = await compiled(metrics, 'categoricalCrossentropy');
  const { loss: _, ...figures } = await trainer.evaluate({ x, y: tensor(shares, [4, 6]) });
  expect(figures).toEqual({ accuracy: 0.25, top2Accuracy: 0.5, top3Accuracy: 0.75 });
  await trainer.close();
});

test('accuracy, topK and rootMeanSquaredError can be called otherwise, and are there twice then', async () => {
  const metrics = ['accuracy', accuracy({ name: 'right' }), topK({ k: 2 }), topK({ k: 2, name: 'nearly' })];
  const trainer = await compiled(metrics as never, 'sparseCategoricalCrossentropy');
  const figures = await trainer.evaluate({ x, y });
  expect(figures).toMatchObject({ accuracy: 0.25, right: 0.25, top2Accuracy: 0.5, nearly: 0.5 });
  await trainer.close();
  const root = rootMeanSquaredError({ name: 'root' });
  const errors = await compiled(['rootMeanSquaredError', root], 'categoricalCrossentropy');
  expect(errors.figures).toEqual(['loss', 'rootMeanSquaredError', 'root']);
  await errors.close();
  expect(() => accuracy({ name: '' })).toThrow("The name of accuracy is ''");
  expect(() => rootMeanSquaredError({ named: 'x' } as never)).toThrow("no option 'named'");
});
