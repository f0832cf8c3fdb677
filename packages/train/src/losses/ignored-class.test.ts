import { conv2d, sequential } from '@cnn/layers';
import { ConfigError, randomStream, Session, Tensor } from '@cnn/tensor';
import { afterAll, expect, test } from 'vitest';
import { compile } from '../compile.js';
import { meanIoU } from '../metrics/mean-iou.js';
import { topK } from '../metrics/top-k.js';
import { sparseDice } from './dice.js';
import type { Loss } from './loss.js';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';
import { sparseCategoricalFocalCrossentropy } from './sparse-categorical-focal-crossentropy.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const CLASSES = 3;
const VOID = 255;
const stream = randomStream(5, 'ignored class');

/** A network of 1×1 filters: what it says of a pixel depends on that pixel alone. */
function pixelwise(shape: number[]) {
  return sequential(
    [conv2d({ filters: CLASSES, kernelSize: 1, activation: 'softmax', inputShape: [...shape, 2] })],
    { seed: 3 },
  );
}

const images = Float32Array.from({ length: 4 * 6 * 2 }, () => stream.normal());
const labels = Uint8Array.from({ length: 4 * 6 }, (_, i) => (i % 4 === 1 ? VOID : stream.integer(CLASSES)));
const withVoid = { x: new Tensor('f32', [4, 2, 3, 2], images), y: new Tensor('u8', [4, 2, 3], labels) };

/** The pixels that count, each as an image of its own. */
const counted = [...labels.keys()].filter((pixel) => labels[pixel] !== VOID);
const without = {
  x: new Tensor(
    'f32',
    [counted.length, 1, 1, 2],
    Float32Array.from(counted.flatMap((pixel) => [...images.subarray(2 * pixel, 2 * pixel + 2)])),
  ),
  y: new Tensor(
    'u8',
    [counted.length, 1, 1],
    Uint8Array.from(counted, (pixel) => labels[pixel]!),
  ),
};

const trained = (shape: number[], loss: Loss) =>
  compile(pixelwise(shape), {
    loss,
    optimizer: 'sgd',
    metrics: ['accuracy', 'meanIoU', 'precision', topK({ k: 2 })],
    session,
  });

test.each([sparseCategoricalCrossentropy, sparseCategoricalFocalCrossentropy])(
  'what is of the ignored class changes neither figures nor weights: %o',
  async (loss) => {
    const ignoring = await trained([2, 3], loss({ ignoreClass: VOID }));
    const plain = await trained([1, 1], loss());
    const all = { batchSize: 100 };
    const expected = await plain.evaluate(without, all);
    for (const [name, value] of Object.entries(await ignoring.evaluate(withVoid, all))) {
      expect(value, name).toBeCloseTo(expected[name]!, 6);
    }
    expect(await ignoring.confusionMatrix(withVoid)).toEqual(await plain.confusionMatrix(without));
    await ignoring.fit(withVoid, { ...all, epochs: 5 });
    await plain.fit(without, { ...all, epochs: 5 });
    const weights = plain.model.weights.flatMap(({ value }) => [...value.data]);
    ignoring.model.weights
      .flatMap(({ value }) => [...value.data])
      .forEach((weight, i) => {
        expect(weight).toBeCloseTo(weights[i]!, 5);
      });
    await Promise.all([ignoring.close(), plain.close()]);
  },
);

test.each([sparseCategoricalCrossentropy, sparseCategoricalFocalCrossentropy, sparseDice])(
  'how a data set is cut into batches does not matter to what is counted: %o',
  async (loss) => {
    // All of the first image is void, and none of the last.
    const uneven = labels.map((label, i) => (i < 6 ? VOID : i < 18 ? label : i % CLASSES));
    const data = { x: withVoid.x, y: new Tensor('u8', [4, 2, 3], uneven) };
    const trainer = await trained([2, 3], loss({ ignoreClass: VOID }));
    const { loss: _, ...atOnce } = await trainer.evaluate(data, { batchSize: 4 });
    const { loss: __, ...oneByOne } = await trainer.evaluate(data, { batchSize: 1 });
    expect(oneByOne).toEqual(atOnce);
    const { data: predicted } = await trainer.model.predict(data.x, { session });
    const pixels = [...uneven.keys()].filter((pixel) => uneven[pixel] !== VOID);
    const right = pixels.filter((pixel) => {
      const scores = [...predicted.subarray(CLASSES * pixel, CLASSES * (pixel + 1))];
      return scores.indexOf(Math.max(...scores)) === uneven[pixel];
    });
    expect(atOnce['accuracy']).toBe(right.length / pixels.length);
    await trainer.close();
  },
);

test('what areas the ignored class covers does not matter to their overlap', async () => {
  const trainer = await trained([2, 3], sparseDice({ ignoreClass: VOID }));
  const before = await trainer.evaluate(withVoid);
  // Other images where nothing counts.
  const others = images.map((value, i) => (labels[Math.floor(i / 2)] === VOID ? 9 - value : value));
  const x = new Tensor('f32', [4, 2, 3, 2], others);
  expect(await trainer.evaluate({ x, y: withVoid.y })).toEqual(before);
  const confusion = await trainer.confusionMatrix(withVoid);
  expect(confusion.flat().reduce((a, b) => a + b)).toBe(counted.length);
  await trainer.fit(withVoid, { epochs: 20 });
  expect((await trainer.evaluate(withVoid))['loss']).toBeLessThan(before['loss']!);
  await trainer.close();
});

test('a batch without anything that counts has no loss, and teaches nothing', async () => {
  const trainer = await trained([2, 3], sparseCategoricalCrossentropy({ ignoreClass: VOID }));
  const before = trainer.model.weights.map(({ value }) => [...value.data]);
  const y = new Tensor('u8', [4, 2, 3], new Uint8Array(24).fill(VOID));
  await trainer.fit({ x: withVoid.x, y }, { epochs: 1 });
  expect(await trainer.evaluate({ x: withVoid.x, y })).toMatchObject({ loss: 0, accuracy: 0 });
  expect(trainer.model.weights.map(({ value }) => [...value.data])).toEqual(before);
  await trainer.close();
});

test('meanIoU leaves a class of the model out that the loss counts', async () => {
  const trainer = await compile(pixelwise([1, 1]), {
    loss: 'sparseCategoricalCrossentropy',
    optimizer: 'sgd',
    metrics: [meanIoU({ ignoreClass: 0 })],
    session,
  });
  const confusion = await trainer.confusionMatrix(without);
  const shares = [0, 1, 2].map((k) => {
    const predicted = confusion[1]![k]! + confusion[2]![k]!;
    const truth = k === 0 ? 0 : confusion[k]!.reduce((a, b) => a + b);
    const right = k === 0 ? 0 : confusion[k]![k]!;
    return right / (predicted + truth - right);
  });
  const present = shares.filter((share) => !Number.isNaN(share));
  const expected = present.reduce((a, b) => a + b) / present.length;
  expect((await trainer.evaluate(without))['meanIoU']).toBeCloseTo(expected, 6);
  await trainer.close();
});

test('numbers that are neither a class nor ignored are refused, and so is what cannot stand in y', async () => {
  const trainer = await trained([2, 3], sparseCategoricalCrossentropy({ ignoreClass: 254 }));
  await expect(trainer.evaluate(withVoid)).rejects.toThrow('the label 255 at index 1');
  await trainer.close();
  for (const ignoreClass of [1.5, Number.NaN, '255' as never]) {
    for (const loss of [sparseCategoricalCrossentropy, sparseCategoricalFocalCrossentropy, sparseDice]) {
      expect(() => loss({ ignoreClass })).toThrow(ConfigError);
    }
    expect(() => meanIoU({ ignoreClass })).toThrow('it must be a whole number that stands in y');
  }
});

test('figures that cannot leave anything out say so', async () => {
  const compiled = (
    loss: Loss | 'categoricalCrossentropy',
    metrics: Parameters<typeof compile>[1]['metrics'],
  ) => compile(pixelwise([1, 1]), { loss, optimizer: 'sgd', session, ...(metrics && { metrics }) });
  await expect(compiled(sparseCategoricalCrossentropy({ ignoreClass: VOID }), ['auc'])).rejects.toThrow(
    'auc was asked for with a loss that ignores the class 255',
  );
  await expect(
    compiled(sparseCategoricalCrossentropy({ ignoreClass: VOID }), [sparseDice({ ignoreClass: 0 })]),
  ).rejects.toThrow('the metric ignores 0 alone. Use sparseDice({ ignoreClass: 255 }), or leave it out.');
  await expect(
    compiled(sparseCategoricalCrossentropy({ ignoreClass: VOID }), ['sparseDice']),
  ).rejects.toThrow('which ignores the class 255; the metric counts it');
  const alike = await compiled(sparseCategoricalCrossentropy({ ignoreClass: VOID }), [
    sparseDice({ ignoreClass: VOID }),
  ]);
  expect(alike.figures).toEqual(['loss', 'sparseDice']);
  await alike.close();
  await expect(compiled('categoricalCrossentropy', [meanIoU({ ignoreClass: 0 })])).rejects.toThrow(
    'whose y holds values; it needs class numbers',
  );
});
