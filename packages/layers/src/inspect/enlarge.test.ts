import { input, interpret, randomStream, Tensor, toNdArray, upsampleBilinear2d } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../../test/check-layer.js';
import { enlarge } from './enlarge.js';

const random = randomStream(5, 'map');
const map = new Tensor(
  'f32',
  [3, 4],
  Float32Array.from({ length: 12 }, () => random.normal()),
);

describe('enlarge', () => {
  it('is bilinear upsampling where the sizes are multiples', () => {
    const x = input('x', [1, 3, 4, 1]);
    const { y } = upsampleBilinear2d({ x }, [3, 2]);
    const [expected] = interpret([y], new Map([[x, toNdArray(map.reshape([1, 3, 4, 1]))]]));
    expectClose(enlarge(map, 9, 8), { shape: [9, 8], data: expected!.data });
  });

  it('keeps what has the size, and straight lines at any other', () => {
    expectClose(enlarge(map, 3, 4), toNdArray(map));
    const line = new Tensor('f32', [1, 2], Float32Array.of(0, 1));
    const wide = enlarge(line, 2, 5).data;
    expect([...wide.slice(0, 5)].map((each) => Math.round(10 * each))).toEqual([0, 1, 5, 9, 10]);
    expect(wide.slice(5)).toEqual(wide.slice(0, 5));
  });
});
