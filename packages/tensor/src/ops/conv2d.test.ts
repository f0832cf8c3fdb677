import { describe, expect, test } from 'vitest';
import { checkOp, randomTensor } from '../../test/check-op.js';
import { ConfigError, ShapeError } from '../errors.js';
import { input } from '../graph.js';
import { makePlan } from '../plan.js';
import { randomStream } from '../rng.js';
import { Session } from '../session.js';
import type { Shape } from '../shape.js';
import { type Tensor, tensor } from '../tensor.js';
import { conv2d, conv2dFilterGradient, conv2dInputGradient } from './conv2d.js';
import { conv2dAlgorithm, filterGradientAlgorithm } from './conv2d-algorithm.js';
import { type Conv2dAttributes, conv2dGeometry, inputGradientGeometry } from './conv2d-geometry.js';
import { dilatedExtent } from './window.js';

const seed = 2026;

/** Checks a convolution, with bias and relu too, and its three gradients. */
async function checkConvolution(
  x: Shape,
  w: Shape,
  attributes: Conv2dAttributes,
  tolerance = 2e-6,
): Promise<void> {
  const stream = randomStream(seed, x.join(), w.join());
  const inputs = { x: randomTensor(stream, x), w: randomTensor(stream, w) };
  const bias = randomTensor(stream, [w[3]!]);
  const options = { tolerance, gradients: ['x', 'w'] };
  await checkOp(conv2d, inputs, attributes, options);
  const relu = { ...attributes, activation: 'relu' };
  await checkOp(conv2d, { ...inputs, bias }, relu, { tolerance, gradients: ['bias'] });
}

describe(`shapes (seed ${seed})`, () => {
  test.each<[string, Shape, Shape, Conv2dAttributes]>([
    ['one pixel', [1, 1, 1, 1], [1, 1, 1, 1], { strides: [1, 1], padding: 'valid' }],
    ['stem', [2, 13, 11, 3], [3, 3, 3, 32], { strides: [1, 1], padding: 'same' }],
    ['large stem', [1, 17, 15, 3], [7, 7, 3, 5], { strides: [2, 2], padding: 'same' }],
    ['1×1', [2, 5, 7, 5], [1, 1, 5, 9], { strides: [1, 1], padding: 'same' }],
    ['1×1, one row', [1, 1, 6, 32], [1, 1, 32, 16], { strides: [1, 1], padding: 'valid' }],
    ['1×1 strided', [2, 7, 6, 4], [1, 1, 4, 3], { strides: [2, 2], padding: 'same' }],
    [
      '1×1 padded',
      [1, 4, 4, 3],
      [1, 1, 3, 3],
      {
        strides: [1, 1],
        padding: [
          [1, 0],
          [0, 2],
        ],
      },
    ],
    ['stride larger than the filter', [2, 9, 10, 3], [2, 2, 3, 4], { strides: [3, 3], padding: 'valid' }],
    ['strides that differ', [1, 9, 10, 2], [3, 5, 2, 8], { strides: [3, 1], padding: 'same' }],
    ['odd filter', [2, 8, 9, 5], [4, 2, 5, 11], { strides: [1, 2], padding: 'same' }],
    [
      'more padding than filter',
      [1, 5, 4, 3],
      [2, 3, 3, 8],
      {
        strides: [1, 1],
        padding: [
          [3, 1],
          [0, 4],
        ],
      },
    ],
    [
      'more padding than filter, strided',
      [1, 6, 5, 2],
      [2, 2, 2, 3],
      {
        strides: [2, 3],
        padding: [
          [5, 4],
          [3, 3],
        ],
      },
    ],
    ['one window', [3, 5, 5, 4], [5, 5, 4, 8], { strides: [1, 1], padding: 'valid' }],
    ['large filter', [1, 12, 12, 1], [9, 9, 1, 2], { strides: [1, 1], padding: 'same' }],
    ['unread border', [2, 8, 8, 3], [3, 3, 3, 8], { strides: [4, 4], padding: 'valid' }],
    ['tall and narrow', [1, 40, 2, 3], [3, 3, 3, 10], { strides: [1, 1], padding: 'same' }],
    ['dilated', [2, 9, 11, 16], [3, 3, 16, 8], { strides: [1, 1], padding: 'same', dilations: [2, 2] }],
    ['dilated rows', [1, 9, 8, 3], [3, 2, 3, 9], { strides: [1, 1], padding: 'valid', dilations: [3, 1] }],
    ['dilated columns', [1, 5, 13, 3], [2, 4, 3, 5], { strides: [2, 1], padding: 'same', dilations: [1, 3] }],
    [
      'dilated and strided',
      [1, 9, 10, 2],
      [3, 3, 2, 4],
      { strides: [2, 3], padding: 'same', dilations: [2, 2] },
    ],
    [
      'dilated as strided',
      [1, 12, 13, 2],
      [3, 3, 2, 4],
      { strides: [4, 3], padding: 'same', dilations: [2, 3] },
    ],
    ['dilated 1×1', [2, 5, 7, 16], [1, 1, 16, 9], { strides: [1, 1], padding: 'same', dilations: [4, 2] }],
    ['dilated beyond', [1, 3, 4, 2], [3, 3, 2, 3], { strides: [1, 1], padding: 'same', dilations: [5, 6] }],
  ])('%s', async (_, x, w, attributes) => {
    await checkConvolution(x, w, attributes);
  });

  test('random', async () => {
    const stream = randomStream(seed, 'shapes');
    const oneOf = <T>(items: readonly T[]): T => items[stream.integer(items.length)]!;
    for (let round = 0; round < 25; round++) {
      const kernel = [1 + stream.integer(7), 1 + stream.integer(7)] as const;
      const dilations = [1 + stream.integer(3), 1 + stream.integer(3)] as const;
      const extent = (axis: 0 | 1): number =>
        dilatedExtent(kernel[axis], dilations[axis]) + stream.integer(9);
      const channels = oneOf([1, 3, 5, 12]);
      const padding = oneOf([
        'same',
        'valid',
        [
          [stream.integer(3), stream.integer(3)],
          [stream.integer(3), stream.integer(3)],
        ],
      ] as const);
      const strides = [1 + stream.integer(3), 1 + stream.integer(3)] as const;
      const x = [1 + stream.integer(3), extent(0), extent(1), channels];
      await checkConvolution(x, [...kernel, channels, oneOf([1, 3, 5, 8, 18])], {
        strides,
        padding,
        dilations,
      });
    }
  });
});

describe(`groups (seed ${seed})`, () => {
  test.each<[string, Shape, Shape, Conv2dAttributes]>([
    ['two', [2, 9, 8, 10], [5, 5, 5, 24], { strides: [1, 1], padding: 'same', groups: 2 }],
    ['two, strided', [1, 13, 12, 6], [3, 3, 3, 8], { strides: [2, 2], padding: 'valid', groups: 2 }],
    ['two, by Winograd', [2, 12, 13, 32], [3, 3, 16, 16], { strides: [1, 1], padding: 'same', groups: 2 }],
    ['1×1', [2, 5, 6, 12], [1, 1, 4, 9], { strides: [1, 1], padding: 'same', groups: 3 }],
    ['many', [2, 7, 6, 32], [3, 3, 2, 64], { strides: [1, 1], padding: 'same', groups: 16 }],
    ['five, two at a time', [1, 6, 7, 40], [3, 3, 8, 40], { strides: [1, 1], padding: 'same', groups: 5 }],
    ['as many as channels', [2, 7, 9, 12], [3, 3, 1, 24], { strides: [1, 1], padding: 'same', groups: 12 }],
    [
      'dilated',
      [1, 11, 9, 9],
      [3, 2, 3, 6],
      { strides: [1, 2], padding: 'same', dilations: [2, 3], groups: 3 },
    ],
  ])('%s', async (_, x, w, attributes) => {
    await checkConvolution(x, w, attributes, 2e-5);
  });
});

describe(`Winograd (seed ${seed})`, () => {
  test.each<[string, Shape, Shape, Conv2dAttributes]>([
    ['whole tiles', [2, 8, 12, 16], [3, 3, 16, 24], { strides: [1, 1], padding: 'same' }],
    ['partial tiles', [3, 15, 10, 20], [3, 3, 20, 28], { strides: [1, 1], padding: 'valid' }],
    ['one image', [1, 13, 14, 32], [3, 3, 32, 16], { strides: [1, 1], padding: 'same' }],
    ['narrow tiles', [5, 16, 16, 16], [3, 3, 16, 16], { strides: [1, 1], padding: 'valid' }],
    ['channels by six', [1, 12, 12, 24], [3, 3, 24, 28], { strides: [1, 1], padding: 'same' }],
    ['channels by six, then by four', [1, 20, 8, 28], [3, 3, 28, 32], { strides: [1, 1], padding: 'same' }],
    ['low tiles', [5, 9, 8, 16], [3, 3, 16, 16], { strides: [1, 1], padding: 'same' }],
    [
      'padding as given',
      [2, 11, 10, 16],
      [3, 3, 16, 16],
      {
        strides: [1, 1],
        padding: [
          [0, 3],
          [2, 1],
        ],
      },
    ],
  ])('%s', async (_, x, w, attributes) => {
    const geometry = conv2dGeometry('conv2d', x, w, attributes);
    expect(conv2dAlgorithm(geometry, false)).toBe('winograd');
    expect(conv2dAlgorithm(inputGradientGeometry(geometry), false)).toBe('winograd');
    expect(filterGradientAlgorithm(geometry, false)).toBe('winograd');
    await checkConvolution(x, w, attributes, 2e-5);
  });

  test.each<[string, Shape, Shape, Conv2dAttributes]>([
    ['whole tiles', [2, 16, 20, 3], [3, 3, 3, 32], { strides: [1, 1], padding: 'same' }],
    ['narrow and low tiles', [3, 19, 20, 3], [3, 3, 3, 28], { strides: [1, 1], padding: 'valid' }],
  ])('images in colour, %s', async (_, x, w, attributes) => {
    expect(conv2dAlgorithm(conv2dGeometry('conv2d', x, w, attributes), false)).toBe('winograd');
    await checkConvolution(x, w, attributes, 2e-5);
  });

  test('images in colour by a kernel for any channels: of an input gradient', async () => {
    const x: Shape = [1, 17, 18, 24];
    const attributes = { strides: [1, 1], padding: 'same' } as const;
    const geometry = conv2dGeometry('conv2d', x, [3, 3, 24, 3], attributes);
    expect(conv2dAlgorithm(inputGradientGeometry(geometry), false)).toBe('winograd');
    await checkConvolution(x, [3, 3, 24, 3], attributes, 2e-5);
  });

  test.each<[string, Shape, number]>([
    ['one block for each share, of more tiles than a chain', [1, 190, 190, 8], 8],
    ['several blocks for each share', [2, 65, 65, 64], 64],
    ['fewer tiles than shares', [5, 6, 6, 64], 64],
    ['several rounds for all', [1, 65, 65, 80], 64],
    ['blocks of channels and filters', [2, 10, 10, 100], 68],
    ['blocks, of narrow and low tiles', [3, 12, 16, 76], 92],
  ])('a filter gradient in %s', async (name, shape, filters) => {
    const stream = randomStream(seed, name);
    const [batch, height, width] = shape as [number, number, number];
    const x = randomTensor(stream, shape);
    const dy = randomTensor(stream, [batch, height - 2, width - 2, filters]);
    const attributes = { strides: [1, 1], padding: 'valid' } as const;
    const geometry = conv2dGeometry('conv2d', shape, [3, 3, shape[3]!, filters], attributes);
    expect(filterGradientAlgorithm(geometry, false)).toBe('winograd');
    await checkOp(
      conv2dFilterGradient,
      { x, dy },
      { ...attributes, kernelSize: [3, 3] },
      { tolerance: 2e-5 },
    );
  });

  test('a filter gradient keeps the sums of few tiles; rounds have as many as take no more than the sums, or 4 MiB', () => {
    const rounds = (images: number, size: number, channels: number): string => {
      const shape = [images, size, size, channels];
      const [x, dy] = [input('x', shape), input('dy', shape)];
      const { dw } = conv2dFilterGradient(
        { x, dy },
        { strides: [1, 1], padding: 'same', kernelSize: [3, 3] },
      );
      const plan = makePlan({ outputs: { dw } }, { variant: 'simd', threads: 1, deterministic: false });
      const products = plan.instructions.filter(({ name }) => /Products|Blocks/.test(name));
      return products.map(({ name }) => name.replace('winogradGradient', '')).join();
    };
    // 16 tiles each, and sums like 256 of them; then 49 each, and 4 MiB like 113.
    expect(rounds(4, 14, 512)).toBe('Blocks');
    expect(rounds(5, 14, 512)).toBe('Products');
    expect(rounds(16, 14, 512)).toBe('Products');
    expect(rounds(17, 14, 512)).toBe('Products,Products');
    expect(rounds(2, 28, 128)).toBe('Products');
    expect(rounds(3, 28, 128)).toBe('Products,Products');
  });
});

describe(`filter gradients of 1×1 (seed ${seed})`, () => {
  test.each<[string, Shape, number]>([
    ['in one block', [1, 7, 9, 70], 98],
    ['channels cut into blocks', [3, 13, 11, 270], 100],
    ['pixels cut into parts', [2, 65, 33, 13], 99],
    ['fewer channels than a tile', [2, 9, 8, 3], 97],
    ['a single pixel', [1, 1, 1, 37], 5],
    ['small images, few filters', [7, 3, 5, 21], 10],
    ['no image', [0, 4, 4, 8], 96],
  ])('by products: %s', async (name, shape, filters) => {
    const stream = randomStream(seed, name);
    const x = randomTensor(stream, shape);
    const dy = randomTensor(stream, [...shape.slice(0, 3), filters]);
    const window = { strides: [1, 1], padding: 'valid' } as const;
    const geometry = conv2dGeometry('conv2d', shape, [1, 1, shape[3]!, filters], window);
    expect(filterGradientAlgorithm(geometry, false)).toBe('gemm');
    await checkOp(conv2dFilterGradient, { x, dy }, { ...window, kernelSize: [1, 1] });
  });
});

describe(`gradients of the gradients (seed ${seed})`, () => {
  const stream = randomStream(seed, 'second');
  const window = { strides: [2, 1], padding: 'same', dilations: [1, 2], groups: 2 } as const;
  const x = randomTensor(stream, [2, 7, 6, 4]);
  const w = randomTensor(stream, [3, 2, 2, 6]);
  const dy = randomTensor(stream, [2, 4, 6, 6]);

  test('by input: a transposed convolution', async () => {
    const attributes = { ...window, inputShape: x.shape };
    await checkOp(conv2dInputGradient, { dy, w }, attributes, { gradients: ['dy', 'w'] });
  });

  test('by filters', async () => {
    const attributes = { ...window, kernelSize: [3, 2] };
    await checkOp(conv2dFilterGradient, { x, dy }, attributes, { gradients: ['x', 'dy'] });
  });
});

describe('values that are not finite', () => {
  test('reach the outputs whose windows hold them', async () => {
    const stream = randomStream(seed, 'nan');
    const x = randomTensor(stream, [1, 6, 6, 3]);
    x.data[50] = Number.NaN;
    x.data[10] = Number.POSITIVE_INFINITY;
    const w = randomTensor(stream, [3, 3, 3, 9]);
    await checkOp(conv2d, { x, w }, { strides: [1, 1], padding: 'same' });
    await checkOp(conv2d, { x, w }, { strides: [1, 1], padding: 'same', activation: 'relu' });
  });

  test('an infinite filter element makes NaN of the zeros around an image', async () => {
    const x = randomTensor(randomStream(seed, 'infinite'), [1, 3, 3, 1], { low: 1, high: 2 });
    const w = tensor([1, 0, 0, 0, 1, 0, 0, 0, Number.POSITIVE_INFINITY], [3, 3, 1, 1]);
    const y = await evaluate({ x, w }, { strides: [1, 1], padding: 'same' });
    const beyond = Number.NaN;
    const inside = Number.POSITIVE_INFINITY;
    expect([...y.data]).toEqual([inside, inside, beyond, inside, inside, beyond, beyond, beyond, beyond]);
  });

  test('one NaN reaches a whole tile of Winograd, and no other', async () => {
    const stream = randomStream(seed, 'tile');
    const x = randomTensor(stream, [1, 12, 12, 16]);
    const w = randomTensor(stream, [3, 3, 16, 16]);
    // In the middle of the middle tile: no other tile's windows hold it.
    x.data[(5 * 12 + 5) * 16] = Number.NaN;
    const y = await evaluate({ x, w }, { strides: [1, 1], padding: 'same' });
    for (let pixel = 0; pixel < 144; pixel++) {
      const tile = Math.floor(pixel / 12 / 4) * 3 + Math.floor((pixel % 12) / 4);
      expect(Number.isNaN(y.data[pixel * 16]), `pixel ${pixel}`).toBe(tile === 4);
    }
  });

  async function evaluate(tensors: { x: Tensor; w: Tensor }, attributes: Conv2dAttributes): Promise<Tensor> {
    const session = await Session.create({ threads: 1 });
    const x = input('x', tensors.x.shape);
    const w = input('w', tensors.w.shape);
    const program = session.program();
    const executable = program.compile({ outputs: conv2d({ x, w }, attributes) });
    executable.write('x', tensors.x);
    executable.write('w', tensors.w);
    executable.run();
    const y = executable.read('y');
    await session.close();
    return y;
  }
});

test('an empty batch', async () => {
  const stream = randomStream(seed, 'empty');
  const window = { strides: [1, 1], padding: 'same' } as const;
  const x = randomTensor(stream, [0, 4, 4, 3]);
  const dy = randomTensor(stream, [0, 4, 4, 5]);
  await checkOp(conv2d, { x, w: randomTensor(stream, [3, 3, 3, 5]) }, window);
  await checkOp(conv2dFilterGradient, { x, dy }, { ...window, kernelSize: [3, 3] });
});

describe('what cannot be convolved is refused', () => {
  const x = input('x', [2, 8, 8, 3]);
  const w = input('w', [3, 3, 3, 4]);
  const window = { strides: [1, 1], padding: 'valid' } as const;

  test('shapes', () => {
    expect(() => conv2d({ x: input('x', [8, 8, 3]), w }, window)).toThrow(ShapeError);
    expect(() => conv2d({ x: input('x', [8, 8, 3]), w }, window)).toThrow('[batch, height, width, channels]');
    expect(() => conv2d({ x, w: input('w', [3, 3, 4]) }, window)).toThrow(
      '[kernelHeight, kernelWidth, channels, filters]',
    );
    expect(() => conv2d({ x, w: input('w', [3, 3, 1, 4]) }, window)).toThrow(
      'have 3 channels, but the filters w [3, 3, 1, 4] are made for 1. Use filters of shape [3, 3, 3, 4]',
    );
    expect(() => conv2d({ x, w, bias: input('bias', [3]) }, window)).toThrow('it must be [4]');
    expect(() => conv2d({ x: input('x', [2, 8, 8, 3], 'u8'), w }, window)).toThrow('dtype u8');
    expect(() => conv2d({ x: input('x', [1, 2, 9, 3]), w }, window)).toThrow('does not fit');
  });

  test('options', () => {
    expect(() => conv2d({ x, w }, { ...window, strides: [0, 1] })).toThrow(ConfigError);
    expect(() => conv2d({ x, w }, { ...window, strides: [1, 1.5] })).toThrow('stride is 1.5');
    expect(() => conv2d({ x, w }, { ...window, dilations: [1, 0] })).toThrow('dilation is 0');
    expect(() => conv2d({ x, w }, { ...window, dilations: [4, 1] })).toThrow(
      'A window of 3 dilated to 9 does',
    );
    expect(() => conv2d({ x, w }, { ...window, padding: 'full' as never })).toThrow("'same' or 'valid'");
    const padding = [
      [-1, 0],
      [0, 0],
    ] as const;
    expect(() => conv2d({ x, w }, { ...window, padding })).toThrow('[[top, bottom], [left, right]]');
  });

  test('groups that do not divide channels and filters', () => {
    expect(() => conv2d({ x, w }, { ...window, groups: 2 })).toThrow(
      'conv2d: 3 channels and 4 filters do not make 2 equal groups.',
    );
    expect(() => conv2d({ x, w }, { ...window, groups: 0 })).toThrow('groups is 0');
    expect(() => conv2d({ x, w: input('w', [3, 3, 3, 6]) }, { ...window, groups: 3 })).toThrow(
      'are made for 3 in each of 3 groups. Use filters of shape [3, 3, 1, 6], or images with 9 channels.',
    );
  });

  test('a gradient of another shape', () => {
    const dy = input('dy', [2, 8, 8, 4]);
    expect(() => conv2dInputGradient({ dy, w }, { ...window, inputShape: x.shape })).toThrow(
      'gives [2, 6, 6, 4]',
    );
    expect(() => conv2dFilterGradient({ x, dy }, { ...window, kernelSize: [3, 3] })).toThrow(
      'gives [2, 6, 6, 4]',
    );
  });
});
