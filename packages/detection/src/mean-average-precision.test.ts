import type { LabelledBox } from '@cnn/datasets';
import { ConfigError, DataError } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { cocoThresholds, meanAveragePrecision } from './mean-average-precision.js';

const object = (left: number, label = 0): LabelledBox => ({
  ...{ left, top: 0, right: left + 0.2, bottom: 0.2 },
  label,
});
const found = (left: number, score: number, label = 0) => ({ ...object(left, label), score });

test('is 1 when all objects are found, and nothing else', () => {
  const objects = [[object(0), object(0.5, 1)], [], [object(0.3)]];
  const detections = [[found(0, 0.4), found(0.5, 0.9, 1)], [], [found(0.3, 0.1)]];
  expect(meanAveragePrecision(detections, objects, { classes: 2 })).toEqual({ mean: 1, perClass: [1, 1] });
});

test('is the area below precision against recall, by hand', () => {
  // By score: hit, miss, hit, miss, miss; one object of four is never found, and one twice.
  const objects = [
    [object(0), object(0.5)],
    [object(0), object(0.5)],
  ];
  const detections = [
    [found(0, 0.9), found(0.3, 0.8), found(0, 0.3)],
    [found(0.5, 0.7), found(0.25, 0.6)],
  ];
  // Precision 1 up to recall 1/4, then 2/3 up to 1/2.
  const { mean } = meanAveragePrecision(detections, objects, { classes: 1 });
  expect(mean).toBeCloseTo(1 / 4 + (1 / 4) * (2 / 3), 12);
});

test('a later hit lifts the precision before it', () => {
  const objects = [[object(0), object(0.4), object(0.8)]];
  const detections = [[found(0.6, 0.9), found(0, 0.8), found(0.4, 0.7), found(0.8, 0.6)]];
  // Precisions 1/2, 2/3, 3/4 at the hits: 3/4 is reached at full recall.
  expect(meanAveragePrecision(detections, objects, { classes: 1 }).mean).toBeCloseTo(3 / 4, 12);
});

test('a box must cover the object far enough, and COCO asks for more', () => {
  const detections = [[{ ...object(0), right: 0.25, score: 1 }]];
  const objects = [[object(0)]];
  expect(meanAveragePrecision(detections, objects, { classes: 1 }).mean).toBe(1);
  // An IoU of 0.8: found at 0.5, 0.55, … 0.8, seven of ten thresholds, the last by a hair.
  const strict = meanAveragePrecision(detections, objects, { classes: 1, iouThresholds: [0.81] });
  expect(strict.mean).toBe(0);
  const coco = meanAveragePrecision(detections, objects, { classes: 1, iouThresholds: cocoThresholds });
  expect(coco.mean).toBeCloseTo(0.7, 12);
});

test('classes without objects are left out, those that are never found count 0', () => {
  const { mean, perClass } = meanAveragePrecision([[found(0, 1, 2)]], [[object(0, 1), object(0, 2)]], {
    classes: 3,
  });
  expect(perClass).toEqual([Number.NaN, 0, 1]);
  expect(mean).toBe(0.5);
});

test('there are as many lists of each', () => {
  expect(() => meanAveragePrecision([[]], [], { classes: 1 })).toThrow(ConfigError);
});

test('objects are of one of the classes, of which there are some, and there is a threshold', () => {
  const rated = (label: number, options: object) => () =>
    meanAveragePrecision([[], []], [[], [object(0, label)]], { classes: 2, ...options });
  expect(rated(2, {})).toThrow(DataError);
  expect(rated(2, {})).toThrow('Image 1 has an object with the label 2; expected one of the classes 0 to 1.');
  expect(rated(0.5, {})).toThrow('the label 0.5');
  expect(rated(0, { classes: 0 })).toThrow('The classes of meanAveragePrecision is 0');
  expect(rated(0, { iouThresholds: [] })).toThrow(ConfigError);
});
