import { ShapeError } from '../errors.js';
import { defineOp, type Value } from '../graph.js';
import { formatShape, type Shape } from '../shape.js';
import { expectAxes, expectDtype, expectShape } from './expect.js';

/** Channels whose sums fit into a workspace, as in the kernels. */
const SLAB = 256;

interface WholeImages {
  readonly images: number;
  readonly cells: number;
  readonly channels: number;
}

/**
 * Mean of each channel over an image: x `[batch, height, width, channels]` → y `[batch, channels]`.
 * @throws ShapeError for images without pixels
 */
export const globalAvgPool2d = defineOp<{ x: Value }, void, 'y'>('globalAvgPool2d', {
  infer: ({ x }) => {
    expectDtype('globalAvgPool2d', 'f32', { x });
    return { y: { shape: pooledShape('globalAvgPool2d', x.shape), dtype: 'f32' } };
  },
  reference: ({ x }, _, { y }) => {
    const { cells } = wholeImages(x.shape);
    for (const { at, out } of pixels(x.shape)) y.data[out]! += x.data[at]! / cells;
  },
  grad: ({ x }, dy) => ({ x: globalAvgPool2dGrad({ dy }, x.shape).dx }),
  lower: ({ x, y }, _, tape) => {
    tape.workspace(4 * SLAB);
    tape.emit('globalAvgPool2d', { x, y, ...wholeImages(x.shape) });
  },
});

/** Each dy is shared out equally among the pixels; the attribute is the shape of what was pooled. */
export const globalAvgPool2dGrad = defineOp<{ dy: Value }, Shape, 'dx'>('globalAvgPool2dGrad', {
  infer: ({ dy }, shape) => {
    expectDtype('globalAvgPool2dGrad', 'f32', { dy });
    expectShape('globalAvgPool2dGrad', 'dy', dy.shape, 'shape', pooledShape('globalAvgPool2dGrad', shape));
    return { dx: { shape, dtype: 'f32' } };
  },
  reference: ({ dy }, shape, { dx }) => {
    const { cells } = wholeImages(shape);
    for (const { at, out } of pixels(shape)) dx.data[at] = dy.data[out]! / cells;
  },
  lower: ({ dy, dx }, shape, tape) => tape.emit('globalAvgPool2dGrad', { dy, dx, ...wholeImages(shape) }),
});

/**
 * Largest value of each channel in an image: x `[batch, height, width, channels]` → y `[batch, channels]`; and
 * `winner`, the number of the pixel that has it, the first among equals. NaN counts as largest.
 * @throws ShapeError for images without pixels
 */
export const globalMaxPool2d = defineOp<{ x: Value }, void, 'y' | 'winner'>('globalMaxPool2d', {
  infer: ({ x }) => {
    expectDtype('globalMaxPool2d', 'f32', { x });
    const shape = pooledShape('globalMaxPool2d', x.shape);
    return { y: { shape, dtype: 'f32' }, winner: { shape, dtype: 'i32' } };
  },
  reference: ({ x }, _, { y, winner }) => {
    for (const { at, out, cell } of pixels(x.shape)) {
      const value = x.data[at]!;
      const best = y.data[out]!;
      const better = value > best || (Number.isNaN(value) && !Number.isNaN(best));
      if (cell > 0 && !better) continue;
      y.data[out] = value;
      winner.data[out] = cell;
    }
  },
  grad: ({ x, winner }, dy) => ({ x: globalMaxPool2dGrad({ dy, winner }, x.shape).dx }),
  lower: ({ x, y, winner }, _, tape) =>
    tape.emit('globalMaxPool2d', { x, y, winner, ...wholeImages(x.shape) }),
});

/** Each dy goes to the pixel that won; the attribute is the shape of what was pooled. */
export const globalMaxPool2dGrad = defineOp<{ dy: Value; winner: Value }, Shape, 'dx'>(
  'globalMaxPool2dGrad',
  {
    infer: ({ dy, winner }, shape) => {
      expectDtype('globalMaxPool2dGrad', 'f32', { dy });
      expectDtype('globalMaxPool2dGrad', 'i32', { winner });
      const wanted = pooledShape('globalMaxPool2dGrad', shape);
      expectShape('globalMaxPool2dGrad', 'dy', dy.shape, 'shape', wanted);
      expectShape('globalMaxPool2dGrad', 'winner', winner.shape, 'shape', wanted);
      return { dx: { shape, dtype: 'f32' } };
    },
    reference: ({ dy, winner }, shape, { dx }) => {
      for (const { at, out, cell } of pixels(shape)) {
        if (winner.data[out] === cell) dx.data[at] = dy.data[out]!;
      }
    },
    lower: ({ dy, winner, dx }, shape, tape) =>
      tape.emit('globalMaxPool2dGrad', { dy, winner, dx, ...wholeImages(shape) }),
  },
);

function pooledShape(op: string, shape: Shape): Shape {
  expectAxes(op, 'x', shape, '[batch, height, width, channels]', 4);
  const { images, cells, channels } = wholeImages(shape);
  if (cells > 0) return [images, channels];
  throw new ShapeError(
    `${op} got 'x' of shape ${formatShape(shape)}; an image without pixels has neither mean nor largest value. Pass larger images.`,
  );
}

function wholeImages(shape: Shape): WholeImages {
  const [images, height, width, channels] = shape as [number, number, number, number];
  return { images, cells: height * width, channels };
}

/** Every element of images: its index, that of the element it is pooled into, and the number of its pixel. */
function* pixels(shape: Shape): Generator<{ at: number; out: number; cell: number }> {
  const { images, cells, channels } = wholeImages(shape);
  for (let at = 0; at < images * cells * channels; at++) {
    const pixel = Math.floor(at / channels);
    yield { at, out: Math.floor(pixel / cells) * channels + (at % channels), cell: pixel % cells };
  }
}
