import { DataError, type Shape, ShapeError, Tensor, tensor } from '@cnn/tensor';
import { describe, expect, test } from 'vitest';
import { checkData, type DataShape, splitOff, type TrainingData } from './data.js';
import { binaryCrossentropy } from './losses/binary-crossentropy.js';
import { categoricalCrossentropy } from './losses/categorical-crossentropy.js';
import type { Loss } from './losses/loss.js';
import { sparseCategoricalCrossentropy } from './losses/sparse-categorical-crossentropy.js';

/** What data of one input and one output must fit. */
const shapeOf = (input: Shape, output: Shape, loss: Loss): DataShape => ({
  inputs: [{ name: 'image', shape: [null, ...input] }],
  goals: [{ output: { name: 'scores', shape: [null, ...output] }, loss }],
});

const labelled = shapeOf([2, 2, 1], [3], sparseCategoricalCrossentropy());
const images = (count: number): Tensor => new Tensor('u8', [count, 2, 2, 1], new Uint8Array(count * 4));
const labels = (...values: number[]): Tensor => new Tensor('i32', [values.length], Int32Array.from(values));

function refusal(data: TrainingData, shape: Parameters<typeof checkData>[2] = labelled): Error {
  try {
    checkData('The data', data, shape);
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was accepted.');
}

describe('checkData accepts', () => {
  test.each<[string, TrainingData]>([
    ['bytes and integers', { x: images(2), y: labels(0, 2) }],
    ['floats', { x: tensor(new Float32Array(8), [2, 2, 2, 1]), y: labels(0, 2) }],
    ['labels in bytes', { x: images(2), y: new Tensor('u8', [2], Uint8Array.of(0, 2)) }],
    ['labels in a column', { x: images(2), y: labels(0, 2).reshape([2, 1]) }],
  ])('%s', (_, data) => {
    expect(() => checkData('The data', data, labelled)).not.toThrow();
  });

  test('values in a row for one output', () => {
    const shape = shapeOf([2], [1], binaryCrossentropy());
    const x = tensor([1, 2, 3, 4], [2, 2]);
    expect(() => checkData('The data', { x, y: tensor([0, 1], [2]) }, shape)).not.toThrow();
    expect(() => checkData('The data', { x, y: tensor([0, 1], [2, 1]) }, shape)).not.toThrow();
  });
});

describe('checkData refuses', () => {
  test('other shapes of x', () => {
    const error = refusal({ x: images(2).reshape([2, 4, 1, 1]), y: labels(0, 1) });
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toBe(
      'The data has x of u8 [2, 4, 1, 1]; the model takes u8 or f32 [null, 2, 2, 1]. Reshape or convert x, or build the model with another inputShape.',
    );
  });

  test('integers for x, and a scalar', () => {
    const x = new Tensor('i32', [1, 2, 2, 1], new Int32Array(4));
    expect(refusal({ x, y: labels(0) }).message).toContain('has x of i32 [1, 2, 2, 1]');
    expect(refusal({ x: tensor([1], []), y: labels(0) }).message).toContain('has x of f32 []');
  });

  test.each([undefined, images(2), { x: images(2) }, { x: [[0, 0, 0, 0]], y: [1] }])(
    'what is not x and y in tensors (case %#)',
    (data) => {
      const error = refusal(data as never);
      expect(error).toBeInstanceOf(DataError);
      expect(error.message).toMatch(/^The data does not hold x and y as tensors; .* Pass \{ x, y \}, /);
    },
  );

  test('nothing at all', () => {
    const error = refusal({ x: images(0), y: labels() });
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe('The data is empty; at least one sample is needed. Pass more data.');
  });

  test('x and y of different lengths', () => {
    const error = refusal({ x: images(2), y: labels(0, 1, 2) });
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain('2 samples in x and 3 in y');
  });

  test('one-hot rows where class numbers are wanted', () => {
    const y = tensor([1, 0, 0, 0, 1, 0], [2, 3]);
    expect(refusal({ x: images(2), y }).message).toBe(
      'The data has y of f32 [2, 3]; sparseCategoricalCrossentropy takes class numbers, i32 or u8 [null]. Convert them, or use categoricalCrossentropy for one-hot rows.',
    );
  });

  test('class numbers where one-hot rows are wanted', () => {
    const error = refusal(
      { x: images(2), y: labels(0, 1) },
      shapeOf([2, 2, 1], [3], categoricalCrossentropy()),
    );
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toContain('[null, 3]. Pass one value for each output, or use sparseCategorical');
  });

  test.each([-1, 3])('the label %i of three classes', (label) => {
    const error = refusal({ x: images(4), y: labels(0, 2, label, 1) });
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe(
      `The data has the label ${label} at index 2; the model knows the classes 0 to 2. Correct the label, or give the last layer more units.`,
    );
  });
});

describe('splitOff', () => {
  const data = { x: [images(10)], y: [labels(0, 1, 2, 0, 1, 2, 0, 1, 2, 0)] };

  test('takes the end, before any shuffling, as Keras', () => {
    const { training, validation } = splitOff(data, 0.25);
    // Keras cuts at floor(10 · 0.75).
    expect([...training.y[0]!.data]).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect([...validation!.y[0]!.data]).toEqual([1, 2, 0]);
    expect(validation!.x[0]!.data.byteOffset - training.x[0]!.data.byteOffset).toBe(7 * 4);
  });

  test('nothing by default', () => {
    expect(splitOff(data, 0)).toEqual({ training: data });
  });

  test.each([
    [1, '1'],
    [-0.1, '-0.1'],
    [Number.NaN, 'NaN'],
    ['0.2' as never, "'0.2'"],
  ])('refuses %s', (fraction, shown) => {
    expect(() => splitOff(data, fraction)).toThrow(`validationSplit is ${shown}; it is the fraction`);
  });

  test('refuses to leave one part empty', () => {
    expect(() => splitOff(data, 0.99)).toThrow('leaves 0 of 10 samples to train on and 10 to validate with');
    expect(() => splitOff({ x: [images(1)], y: [labels(0)] }, 0.5)).toThrow(DataError);
    expect(() => splitOff(data, 1e-17)).toThrow('leaves 10 of 10 samples to train on and 0');
  });
});
