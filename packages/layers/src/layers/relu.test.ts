import { interpret } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { inferContext } from '../context.js';
import { sequential } from '../sequential.js';
import { elu } from './elu.js';
import { leakyRelu } from './leaky-relu.js';
import { prelu } from './prelu.js';
import { relu } from './relu.js';
import { softmax } from './softmax.js';

const x = { shape: [1, 5], data: Float64Array.of(-2, -0.5, 0.5, 3, 9) };

function outputs(layer: ReturnType<typeof relu | typeof leakyRelu | typeof elu>): number[] {
  const model = sequential([layer]);
  const value = model.inputValue(1);
  const [y] = interpret([model.call(value, inferContext)], new Map([[value, x]]));
  return [...y!.data];
}

describe('relu', () => {
  it('is a whole layer', () => checkLayer((options) => relu(options), [4, 3, 5]));

  it('is a whole layer with all of its options', () =>
    checkLayer((options) => relu({ maxValue: 1.5, negativeSlope: 0.1, threshold: 0.2, ...options }), [6]));

  it('has the corners of Keras', () => {
    const inputShape = [5];
    expect(outputs(relu({ inputShape }))).toEqual([0, 0, 0.5, 3, 9]);
    expect(outputs(relu({ maxValue: 6, inputShape }))).toEqual([0, 0, 0.5, 3, 6]);
    expect(outputs(relu({ negativeSlope: 0.5, threshold: 1, inputShape }))).toEqual([
      -1.5, -0.75, -0.25, 3, 9,
    ]);
  });

  it('refuses options that mean nothing', () => {
    expect(() => relu({ maxValue: 0 })).toThrow('a number greater than 0');
    expect(() => relu({ negativeSlope: Number.NaN })).toThrow('a finite number');
    expect(() => relu({ threshold: -1 })).toThrow('neither can be below 0');
  });
});

describe('leakyRelu', () => {
  it('is a whole layer', () => checkLayer((options) => leakyRelu(options), [4, 3, 5]));

  it('has the slope of Keras, or another', () => {
    const [first] = outputs(leakyRelu({ inputShape: [5] }));
    expect(first).toBeCloseTo(-0.6, 12);
    expect(outputs(leakyRelu({ negativeSlope: 0.5, inputShape: [5] }))).toEqual([-1, -0.25, 0.5, 3, 9]);
    expect(() => leakyRelu({ negativeSlope: '0.1' as never })).toThrow('a finite number');
  });
});

describe('elu', () => {
  it('is a whole layer', () => checkLayer((options) => elu({ alpha: 0.5, ...options }), [4, 3, 5]));

  it('ends at −alpha', () => {
    expect(outputs(elu({ alpha: 2, inputShape: [5] }))[0]).toBeCloseTo(2 * Math.expm1(-2), 12);
    expect(() => elu({ alpha: Infinity })).toThrow('a finite number');
  });
});

describe('softmax', () => {
  it('is a whole layer', () => checkLayer((options) => softmax(options), [4, 5]));
});

describe('prelu', () => {
  it('is a whole layer, each element its own slope', () =>
    checkLayer((options) => prelu(options), [2, 3, 4]));

  it('is a whole layer, each channel its own', () =>
    checkLayer(
      (options) => prelu({ sharedAxes: [1, 2], alphaInitializer: 'heUniform', ...options }),
      [4, 3, 5],
    ));

  it('is a whole layer with one slope', () =>
    checkLayer((options) => prelu({ sharedAxes: [2, 1], ...options }), [4, 3]));

  it('has alphas of the shape that Keras gives them', () => {
    const model = sequential([prelu({ sharedAxes: [1, 2], inputShape: [7, 5, 3] })]);
    expect(model.weights.map(({ name, shape }) => [name, shape])).toEqual([['p_re_lu/alpha', [1, 1, 3]]]);
  });

  it('refuses axes that it cannot share along', () => {
    expect(() => prelu({ sharedAxes: [2] })).toThrow('Choose [1, 2]');
    expect(() => prelu({ sharedAxes: [0, 1] })).toThrow('Choose [1, 2]');
    expect(() => sequential([prelu({ sharedAxes: [1, 2], inputShape: [4] })])).toThrow(
      'it takes 2 axes to share slopes along at least',
    );
  });
});
