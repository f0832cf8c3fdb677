import { expect, test } from 'vitest';
import type { ClassSurvey } from '../engine/protocol/survey.js';
import { accuracyOf, countsOf, imagesOf, mistakesOf } from './confusion.js';

const survey: ClassSurvey = {
  task: 'classification',
  labels: Uint16Array.of(0, 0, 1, 2, 2),
  taken: Uint16Array.of(0, 2, 1, 0, 0),
  confidences: Float32Array.of(0.5, 0.625, 0.75, 0.875, 0.5),
  truths: Float32Array.of(0.5, 0.25, 0.75, 0.0625, 0.375),
};

test('counts have a row for each class that is, and a column for each that is seen', () => {
  expect(countsOf(survey, 3)).toEqual([
    [1, 0, 1],
    [0, 1, 0],
    [2, 0, 0],
  ]);
  expect(accuracyOf(survey)).toBe(0.4);
});

test('images of a cell, and mistakes, begin with the highest loss', () => {
  expect(imagesOf(survey, 2, 0)).toEqual([3, 4]);
  expect(imagesOf(survey, 1, 0)).toEqual([]);
  expect(mistakesOf(survey)).toEqual([3, 1, 4]);
});
