import { ConfigError } from '../errors.js';
import { defineOp, type Value } from '../graph.js';
import { formatShape, type Shape } from '../shape.js';
import { avgPool2d } from './avg-pool2d.js';
import { expectAxes, expectDtype, expectShape } from './expect.js';
import { scale } from './scale.js';

/** How many rows and columns each pixel becomes, `[vertical, horizontal]`. */
export type Factors2d = readonly [number, number];

/** What the gradient has to know besides the factors. */
export interface UpsampleGrad {
  readonly factors: Factors2d;
  /** Shape of what was upsampled, `[batch, height, width, channels]`. */
  readonly inputShape: Shape;
}

/**
 * Each pixel as several equal ones: x `[batch, height, width, channels]` → y `[batch, height · vertical, width ·
 * horizontal, channels]`.
 */
export const upsampleNearest2d = defineOp<{ x: Value }, Factors2d, 'y'>('upsampleNearest2d', {
  infer: ({ x }, factors) => {
    expectDtype('upsampleNearest2d', 'f32', { x });
    return { y: { shape: upsampledShape('upsampleNearest2d', x.shape, factors), dtype: 'f32' } };
  },
  reference: ({ x }, [factorY, factorX], { y }) => {
    const [, height, width, channels] = x.shape as [number, number, number, number];
    for (const { at, image, row, column, channel } of elements(y.shape)) {
      const cell = (image * height + Math.floor(row / factorY)) * width + Math.floor(column / factorX);
      y.data[at] = x.data[cell * channels + channel]!;
    }
  },
  // A sum over the pixels that one became is their mean times their number.
  grad: (_, dy, factors) => {
    const mean = avgPool2d({ x: dy }, { poolSize: factors, strides: factors, padding: 'valid' }).y;
    return { x: scale({ x: mean }, factors[0] * factors[1]).y };
  },
  lower: ({ x, y }, factors, tape) => tape.emit('upsampleNearest2d', { x, y, ...fields(x.shape, factors) }),
});

/**
 * Pixels in between, in proportion to the distances from the centres of the nearest two in each direction;
 * beyond the outermost centres as these. As TensorFlow's `resize` with half-pixel centres, and PyTorch's without
 * aligned corners. Shapes as for `upsampleNearest2d`.
 */
export const upsampleBilinear2d = defineOp<{ x: Value }, Factors2d, 'y'>('upsampleBilinear2d', {
  infer: ({ x }, factors) => {
    expectDtype('upsampleBilinear2d', 'f32', { x });
    return { y: { shape: upsampledShape('upsampleBilinear2d', x.shape, factors), dtype: 'f32' } };
  },
  reference: ({ x }, factors, { y }) => {
    for (const { at, from, share } of shares(x.shape, factors)) y.data[at]! += share * x.data[from]!;
  },
  grad: ({ x }, dy, factors) => ({
    x: upsampleBilinear2dGrad({ dy }, { factors, inputShape: x.shape }).dx,
  }),
  lower: ({ x, y }, factors, tape) => {
    tape.workspace(rowBytes(x.shape) + 12);
    tape.emit('upsampleBilinear2d', { x, y, ...fields(x.shape, factors) });
  },
});

/** Each dy goes to the up to four pixels that it was made of, in proportion to their shares. */
export const upsampleBilinear2dGrad = defineOp<{ dy: Value }, UpsampleGrad, 'dx'>('upsampleBilinear2dGrad', {
  infer: ({ dy }, { factors, inputShape }) => {
    expectDtype('upsampleBilinear2dGrad', 'f32', { dy });
    const wanted = upsampledShape('upsampleBilinear2dGrad', inputShape, factors);
    expectShape('upsampleBilinear2dGrad', 'dy', dy.shape, 'inputShape', wanted);
    return { dx: { shape: inputShape, dtype: 'f32' } };
  },
  reference: ({ dy }, { factors, inputShape }, { dx }) => {
    for (const { at, from, share } of shares(inputShape, factors)) dx.data[from]! += share * dy.data[at]!;
  },
  lower: ({ dy, dx }, { factors, inputShape }, tape) => {
    tape.workspace(rowBytes(dy.shape));
    tape.emit('upsampleBilinear2dGrad', { dy, dx, ...fields(inputShape, factors) });
  },
});

function upsampledShape(op: string, shape: Shape, factors: Factors2d): Shape {
  expectAxes(op, 'x', shape, '[batch, height, width, channels]', 4);
  const [batch, height, width, channels] = shape as [number, number, number, number];
  if (factors.every((factor) => Number.isInteger(factor) && factor > 0))
    return [batch, height * factors[0], width * factors[1], channels];
  throw new ConfigError(
    `${op} got the factors ${formatShape(factors)}; they must be whole numbers. Choose 1 or more.`,
  );
}

function fields([batch, height, width, channels]: Shape, [factorY, factorX]: Factors2d) {
  return { batch: batch!, height: height!, width: width!, channels: channels!, factorY, factorX };
}

function rowBytes([, , width, channels]: Shape): number {
  return width! * channels! * 4;
}

/** Every element of images. */
function* elements(shape: Shape) {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  for (let at = 0; at < batch * height * width * channels; at++) {
    const pixel = Math.floor(at / channels);
    const row = Math.floor(pixel / width) % height;
    const image = Math.floor(pixel / width / height);
    yield { at, image, row, column: pixel % width, channel: at % channels };
  }
}

/** Every element `at` of bilinearly upsampled images with each element `from` that has a share in it. */
function* shares(shape: Shape, factors: Factors2d): Generator<{ at: number; from: number; share: number }> {
  const [, height, width, channels] = shape as [number, number, number, number];
  for (const { at, image, row, column, channel } of elements(upsampledShape('shares', shape, factors))) {
    for (const [y, down] of neighbours(row, factors[0], height)) {
      for (const [x, across] of neighbours(column, factors[1], width)) {
        yield { at, from: ((image * height + y) * width + x) * channels + channel, share: down * across };
      }
    }
  }
}

/** The two cells around the centre of an upsampled cell, with their shares. */
function neighbours(i: number, factor: number, size: number): [number, number][] {
  const centre = (i + 0.5) / factor - 0.5;
  const before = Math.floor(centre);
  const inside = (cell: number): number => Math.max(0, Math.min(size - 1, cell));
  return [
    [inside(before), 1 - (centre - before)],
    [inside(before + 1), centre - before],
  ];
}
