import { syntheticBoxes } from '@cnn/datasets';
import { loadModel, saveModel } from '@cnn/layers';
import { ConfigError, DataError, FormatError, Tensor } from '@cnn/tensor';
import { adam, compile } from '@cnn/train';
import { describe, expect, test } from 'vitest';
import type { Detector } from './detector.js';
import { detectorOf, isDetector } from './detector-note.js';
import { meanAveragePrecision } from './mean-average-precision.js';
import { ssd } from './ssd/ssd.js';
import { ssd300 } from './ssd/ssd300.js';
import { tinyYolo } from './yolo/tiny-yolo.js';
import { yolo } from './yolo/yolo.js';

const { train, test: unseen } = syntheticBoxes({ trainCount: 192, testCount: 8, size: 32 });
const small = { inputShape: [32, 32, 3], classes: 4, filters: 8 };

/** What a network would say that knows all objects: logits far from 0. */
function sure(detector: Detector, family: string, encoded: Tensor<'f32'>): Tensor<'f32'> {
  const { data, shape } = encoded;
  const width = shape[2]!;
  const logit = (p: number): number =>
    Math.log(Math.min(Math.max(p, 1e-9), 1 - 1e-9) / (1 - Math.min(p, 1 - 1e-9)));
  const said = data.map((value, i) => {
    const column = i % width;
    if (family === 'ssd') return column < 4 ? value : value > 0 ? 20 : -20;
    if (column === 2 || column === 3) return value;
    return column < 2 ? logit(value) : value > 0 ? 20 : -20;
  });
  expect(detector.model.outputShape.slice(1)).toEqual(shape.slice(1));
  return new Tensor('f32', shape, Float32Array.from(said));
}

describe.each([
  ['yolo', yolo(small)],
  ['ssd', ssd(small)],
] as const)('%s', (family, detector) => {
  test('reads what it writes: every object is found where it is', () => {
    const encoded = detector.encode(train.objects);
    const found = detector.decode(sure(detector, family, encoded));
    train.objects.forEach((objects, image) => {
      expect(found[image]).toHaveLength(objects.length);
      for (const object of objects) {
        const nearest = found[image]!.find(
          ({ left, top, label }) =>
            label === object.label && Math.hypot(left - object.left, top - object.top) < 0.01,
        );
        expect(nearest?.right).toBeCloseTo(object.right, 3);
        expect(nearest?.bottom).toBeCloseTo(object.bottom, 3);
        expect(nearest?.score).toBeGreaterThan(0.99);
      }
    });
  });

  test('learns to find objects', { timeout: 120_000 }, async () => {
    const { model, loss, encode, decode } = (family === 'yolo' ? yolo : ssd)(small);
    const some = train.take(64);
    const trainer = await compile(model, { loss, optimizer: adam({ learningRate: 0.005 }), threads: 2 });
    const rate = async (): Promise<number> => {
      const found = decode(await model.predict(some.x), { scoreThreshold: 0.05 });
      return meanAveragePrecision(found, some.objects, { classes: 4 }).mean;
    };
    const before = await rate();
    const history = await trainer.fit({ x: some.x, y: encode(some.objects) }, { epochs: 30, batchSize: 16 });
    const losses = history.metrics['loss']!;
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 5);
    expect(before).toBeLessThan(0.05);
    expect(await rate()).toBeGreaterThan(0.6);
    await trainer.close();
  });

  test('is had again from a saved model', async () => {
    expect(detectorOf(detector.model)).toBe(detector);
    const copy = detectorOf(loadModel(saveModel(detector.model)));
    expect(detectorOf(copy.model)).toBe(copy);
    expect(isDetector(copy.model)).toBe(true);
    expect(copy.classes).toBe(4);
    expect(copy.encode(unseen.objects)).toEqual(detector.encode(unseen.objects));
    const options = { scoreThreshold: 0 };
    expect(copy.decode(await copy.model.predict(unseen.x), options)).toEqual(
      detector.decode(await detector.model.predict(unseen.x), options),
    );
  });

  test('finds nothing where the network says no numbers', () => {
    const said = sure(detector, family, detector.encode(unseen.objects));
    const width = said.shape[2]!;
    const without = (gone: (column: number) => boolean): Tensor<'f32'> =>
      new Tensor(
        'f32',
        said.shape,
        said.data.map((value, i) => (gone(i % width) ? Number.NaN : value)),
      );
    expect(detector.decode(said).flat()).not.toEqual([]);
    for (const gone of [
      () => true,
      (column: number) => column < 4,
      (column: number) => column === width - 1,
    ]) {
      expect(detector.decode(without(gone), { scoreThreshold: 0 }).flat()).toEqual([]);
    }
  });

  test('refuses objects that are not in their image or of no class', () => {
    const box = { left: 0.2, top: 0, right: 0.5, bottom: 0.5, label: 3 };
    const wrong = [
      { label: 4 },
      { label: -1 },
      { label: 0.5 },
      { left: 20, right: 50 },
      { right: 0.2 },
      { top: 0.75 },
      { left: -0.9, right: 0.3 },
      { bottom: Number.NaN },
    ];
    for (const part of wrong) {
      expect(() => detector.encode([[], [box, { ...box, ...part }]])).toThrow(DataError);
      expect(() => detector.encode([[], [box, { ...box, ...part }]])).toThrow(
        /^Object 1 of image 1 is \{.*a label from 0 to 3/,
      );
    }
    const edge = 3e-7;
    const rounded = [
      { ...box, left: -edge, right: edge / 2 },
      { ...box, bottom: 1 + edge, top: 1 },
    ];
    expect(() => detector.encode([rounded])).not.toThrow();
  });

  test('refuses options that it does not know or cannot use', () => {
    const predictions = detector.encode([[]]);
    expect(() => detector.decode(predictions, { scoreThreshold: -1 })).toThrow(ConfigError);
    expect(() => detector.decode(predictions, { treshold: 0.5 } as object)).toThrow("'treshold'");
    const make = family === 'yolo' ? yolo : ssd;
    expect(() => make({ ...small, classes: 0 })).toThrow(`The classes of ${family} is 0`);
  });
});

test('networks of the papers have their numbers of parameters and boxes', () => {
  const tiny = tinyYolo().model;
  expect(tiny.countParams()).toBe(15_867_885);
  expect(tiny.outputShape).toEqual([null, 845, 25]);
  const large = ssd300().model;
  expect(large.countParams()).toBe(26_285_486);
  expect(large.outputShape).toEqual([null, 8732, 25]);
});

test('a model of something else is no detector', () => {
  const { model } = yolo(small);
  model.metadata['detector'] = JSON.stringify({ family: 'fpn', classes: 1, grids: [] });
  expect(() => detectorOf(model)).toThrow(
    "is a detector of the family 'fpn'; this version knows yolo and ssd.",
  );
  model.metadata['detector'] = JSON.stringify({ family: 'constructor', classes: 1, grids: [] });
  expect(() => detectorOf(model)).toThrow("of the family 'constructor'; this version knows");
  const classifier = loadModel(saveModel(yolo(small).model));
  delete classifier.metadata['detector'];
  expect(isDetector(classifier)).toBe(false);
  expect(() => detectorOf(classifier)).toThrow(ConfigError);
});

test('a note that is damaged is refused', () => {
  const { model } = yolo(small);
  const note = model.metadata['detector']!;
  const { grids, ...rest } = JSON.parse(note);
  const damaged = [
    note.slice(0, -5),
    'null',
    '"yolo"',
    JSON.stringify({ grids, classes: 4 }),
    JSON.stringify({ ...rest }),
    JSON.stringify({ ...rest, grids: [null] }),
    JSON.stringify({ ...rest, grids: [{ ...grids[0], rows: 3 }] }),
    JSON.stringify({ ...rest, grids: [{ ...grids[0], sizes: [[1], [1], [1]] }] }),
    JSON.stringify({ ...rest, grids: [{ ...grids[0], sizes: Array(3).fill(['1', '1']) }] }),
    JSON.stringify({ ...rest, grids, classes: '4' }),
    JSON.stringify({ ...rest, grids, classes: 3 }),
  ];
  for (const text of damaged) {
    model.metadata['detector'] = text;
    expect(() => detectorOf(model), text).toThrow(FormatError);
    expect(() => detectorOf(model), text).toThrow(
      "The note 'detector' of the model 'yolo' is not what yolo()",
    );
  }
  model.metadata['detector'] = note;
  expect(detectorOf(model).classes).toBe(4);
});

test('anchors are widths and heights', () => {
  for (const anchors of [[], [[0.5]], [[0.5, 0]], [['0.5', '0.5']], [0.5], 'small']) {
    expect(() => yolo({ ...small, anchors } as never)).toThrow('The anchors of yolo are');
  }
});
