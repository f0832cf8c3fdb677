import { interpret, streamKey, Tensor, toNdArray } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { inferContext, trainContext } from '../context.js';
import { sequential } from '../sequential.js';
import { dropout } from './dropout.js';

describe('dropout', () => {
  it('is a whole layer', () => checkLayer((options) => dropout({ rate: 0.25, ...options }), [6, 5]));

  it('is a whole layer that drops nothing', () =>
    checkLayer((options) => dropout({ rate: 0, ...options }), [6]));

  it('leaves inputs alone in inference', () => {
    const model = sequential([dropout({ rate: 0.5, inputShape: [3] })]);
    const x = model.inputValue(2);
    expect(model.call(x, inferContext)).toBe(x);
  });

  it('drops its share, and two layers drop different elements', () => {
    const model = sequential([dropout({ rate: 0.25, inputShape: [1000] }), dropout({ rate: 0.25 })]);
    const [first, second] = model.layers;
    const context = trainContext();
    const x = model.inputValue(4);
    const key = new Tensor('i32', [2], Int32Array.from(streamKey(0, 'dropout', 0)));
    const ones = { shape: x.shape, data: new Float64Array(4000).fill(1) };
    const feeds = new Map([
      [x, ones],
      [context.key!, toNdArray(key)],
    ]);
    const [a, b] = interpret([first!.call(x, context), second!.call(x, context)], feeds);
    const kept = a!.data.filter((element) => element > 0);
    expect(kept.length / 4000).toBeCloseTo(0.75, 1);
    expect(kept.every((element) => Math.abs(element - 4 / 3) < 1e-6)).toBe(true);
    expect(a!.data).not.toEqual(b!.data);
  });

  it('refuses rates outside 0 … 1', () => {
    for (const rate of [1, -0.1, Number.NaN, undefined]) {
      expect(() => dropout({ rate: rate as number })).toThrow('Choose 0 or more, and less than 1.');
    }
  });
});
