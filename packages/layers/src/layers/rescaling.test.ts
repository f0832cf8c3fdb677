import { interpret } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { checkLayer } from '../../test/check-layer.js';
import { inferContext } from '../context.js';
import { sequential } from '../sequential.js';
import { flatten } from './flatten.js';
import { rescaling } from './rescaling.js';

const bytes = { shape: [1, 1, 2, 2], data: Float64Array.of(0, 255, 51, 102) };

describe('rescaling', () => {
  it('is a whole layer, all channels alike', () =>
    checkLayer((options) => rescaling({ scale: 0.5, offset: -1, ...options }), [4, 3, 2]));

  it('is a whole layer, each channel its own', () =>
    checkLayer((options) => rescaling({ scale: [1, 2, 3], offset: [0.1, 0, -0.1], ...options }), [4, 2, 3]));

  it('takes bytes as they are when it comes first', () => {
    const model = sequential([rescaling({ scale: [1, 2], offset: 1, inputShape: [1, 2, 2] })]);
    const x = model.inputValue(1, 'u8');
    const [y] = interpret([model.call(x, inferContext)], new Map([[x, bytes]]));
    expect([...y!.data]).toEqual([1, 511, 52, 205]);
  });

  it('gets bytes as 0 … 1 when another layer comes first', () => {
    const model = sequential([flatten({ inputShape: [1, 2, 2] }), rescaling({ scale: 10 })]);
    const x = model.inputValue(1, 'u8');
    const [y] = interpret([model.call(x, inferContext)], new Map([[x, bytes]]));
    [0, 10, 2, 4].forEach((expected, i) => {
      expect(y!.data[i]).toBeCloseTo(expected, 5);
    });
  });

  it('refuses numbers that are none, or not one for each channel', () => {
    expect(() => rescaling({ scale: '1/255' as never })).toThrow("The scale of Rescaling is '1/255'");
    expect(() => rescaling({ scale: 1, offset: [] })).toThrow('The offset of Rescaling is []');
    expect(() => sequential([rescaling({ scale: [1, 2], inputShape: [4, 4, 3] })])).toThrow(
      'rescaling (Rescaling) was given inputs of shape [4, 4, 3]; it takes 2 channels',
    );
  });
});
