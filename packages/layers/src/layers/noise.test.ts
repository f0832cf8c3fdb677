import { interpret, streamKey, Tensor, toNdArray } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { inferContext, trainContext } from '../context.js';
import { sequential } from '../sequential.js';
import { gaussianNoise } from './gaussian-noise.js';
import { spatialDropout2d } from './spatial-dropout2d.js';

const key = new Tensor('i32', [2], Int32Array.from(streamKey(0, 'noise', 0)));

describe('spatialDropout2d', () => {
  it('is a whole layer', () =>
    checkLayer((options) => spatialDropout2d({ rate: 0.25, ...options }), [3, 4, 6]));

  it('leaves inputs alone in inference, and without a rate', () => {
    const model = sequential([spatialDropout2d({ rate: 0.5, inputShape: [3, 3, 2] })]);
    const x = model.inputValue(2);
    expect(model.call(x, inferContext)).toBe(x);
    const idle = sequential([spatialDropout2d({ rate: 0, inputShape: [3, 3, 2] })]);
    expect(idle.call(x, trainContext())).toBe(x);
  });

  it('refuses rates outside 0 … 1, and inputs that are no images', () => {
    expect(() => spatialDropout2d({ rate: 1 })).toThrow('Choose 0 or more, and less than 1.');
    expect(() => sequential([spatialDropout2d({ rate: 0.1, inputShape: [4] })])).toThrow('it takes images');
  });
});

describe('gaussianNoise', () => {
  it('is a whole layer', () => checkLayer((options) => gaussianNoise({ stddev: 0.1, ...options }), [6, 5]));

  it('leaves inputs alone in inference', () => {
    const model = sequential([gaussianNoise({ stddev: 0.5, inputShape: [3] })]);
    const x = model.inputValue(2);
    expect(model.call(x, inferContext)).toBe(x);
  });

  it('adds noise of its size, and two layers add other noise', () => {
    const model = sequential([
      gaussianNoise({ stddev: 0.5, inputShape: [4000] }),
      gaussianNoise({ stddev: 0.5 }),
    ]);
    const [first, second] = model.layers;
    const context = trainContext();
    const x = model.inputValue(1);
    const feeds = new Map([
      [x, { shape: x.shape, data: new Float64Array(4000) }],
      [context.key, toNdArray(key)],
    ]);
    const [a, b] = interpret([first!.call(x, context), second!.call(x, context)], feeds);
    const variance = a!.data.reduce((sum, noise) => sum + noise ** 2, 0) / 4000;
    // Five standard deviations of the mean of squares: 0.25 · √2 / √4000.
    expect(Math.abs(variance - 0.25)).toBeLessThan(0.028);
    expect(a!.data).not.toEqual(b!.data);
  });

  it('refuses deviations below 0', () => {
    expect(() => gaussianNoise({ stddev: -1 })).toThrow('Choose 0 or more.');
    expect(() => gaussianNoise({} as never)).toThrow('The stddev of GaussianNoise is undefined');
  });
});
