import { Tensor, tensor } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { layRows, shuffledOrder } from './batches.js';

describe('shuffledOrder', () => {
  test('every sample once, in an order of the seed and the epoch', () => {
    const order = shuffledOrder(1000, 7, 3);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(shuffledOrder(1000, 7, 3)).toEqual(order);
    expect(shuffledOrder(1000, 7, 4)).not.toEqual(order);
    expect(shuffledOrder(1000, 8, 3)).not.toEqual(order);
  });

  test('a sample ends up anywhere equally often', () => {
    const sum = Array.from({ length: 400 }, (_, epoch) => shuffledOrder(11, 0, epoch).indexOf(0)).reduce(
      (a, b) => a + b,
    );
    // The mean of 0 … 10 is 5, and that of 400 draws has a standard deviation of 0.16.
    expect(Math.abs(sum / 400 - 5)).toBeLessThan(0.5);
  });
});

describe('layRows', () => {
  const x = tensor([0, 1, 10, 11, 20, 21, 30, 31], [4, 1, 2]);

  test('in an order', () => {
    const target = new Float32Array(4);
    layRows(x, Uint32Array.of(3, 2, 0, 1), 1, 3, target);
    expect([...target]).toEqual([20, 21, 0, 1]);
  });

  test('as they come', () => {
    const target = new Float32Array(4);
    layRows(x, undefined, 2, 4, target);
    expect([...target]).toEqual([20, 21, 30, 31]);
  });

  test('bytes become integers and floats', () => {
    const labels = new Tensor('u8', [3], Uint8Array.of(9, 200, 255));
    const integers = new Int32Array(2);
    layRows(labels, Uint32Array.of(2, 0, 1), 0, 2, integers);
    expect([...integers]).toEqual([255, 9]);
    const floats = new Float32Array(3);
    layRows(labels, undefined, 0, 3, floats);
    expect([...floats]).toEqual([9, 200, 255]);
  });
});
