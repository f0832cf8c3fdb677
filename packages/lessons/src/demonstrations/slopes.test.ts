import { gradients, input, interpret, mean, relu, sigmoid, tanh } from '@cnn/tensor';
import { expect, test } from 'vitest';
import { type CurveName, curveNames, curvePoint, slopeThrough } from './slopes.js';

const ops = { relu, sigmoid, tanh } satisfies Record<CurveName, unknown>;

test.each(curveNames)('%s and its slope are those that networks compute with', (name) => {
  for (const at of [-6, -1.5, 0, 0.3, 6]) {
    const x = input('x', [1]);
    const { y } = ops[name]({ x });
    const [slope] = gradients(mean({ x: y }).y, [x]);
    const found = interpret([y, slope!], new Map([[x, { shape: [1], data: Float64Array.of(at) }]]));
    const point = curvePoint(name, at);
    expect(point.value).toBeCloseTo(found[0]!.data[0]!, 12);
    expect(point.slope).toBeCloseTo(found[1]!.data[0]!, 12);
  }
});

test('the steepest sigmoid leaves a millionth of a gradient after ten layers, ReLU all', () => {
  expect(slopeThrough(curvePoint('sigmoid', 0).slope, 10)).toBe(0.25 ** 10);
  expect(slopeThrough(curvePoint('relu', 1).slope, 10)).toBe(1);
});
