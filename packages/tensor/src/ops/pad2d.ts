import { ShapeError } from '../errors.js';
import { defineOp, type Op, type Value } from '../graph.js';
import { formatShape, type Shape } from '../shape.js';
import { expectAxes, expectDtype } from './expect.js';

/** Cells before and after the rows and the columns of images, `[[top, bottom], [left, right]]`. */
export type Cells2d = readonly [readonly [number, number], readonly [number, number]];

/**
 * Zeros around images; a negative number takes cells away instead. x `[batch, height, width, channels]` → y
 * `[batch, top + height + bottom, left + width + right, channels]`. What one way adds the other way takes away,
 * so the gradient is the same with the signs turned.
 * @throws ShapeError when more is taken away than there is
 */
export const pad2d: Op<{ x: Value }, Cells2d, 'y'> = defineOp('pad2d', {
  infer: ({ x }, cells) => {
    expectDtype('pad2d', 'f32', { x });
    return { y: { shape: paddedShape(x.shape, cells), dtype: 'f32' } };
  },
  reference: ({ x }, [[top], [left]], { y }) => {
    const [, height, width, channels] = x.shape as [number, number, number, number];
    const [, outHeight, outWidth] = y.shape as [number, number, number, number];
    for (let i = 0; i < y.data.length; i++) {
      const column = (Math.floor(i / channels) % outWidth) - left;
      const row = (Math.floor(i / channels / outWidth) % outHeight) - top;
      const image = Math.floor(i / channels / outWidth / outHeight);
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      y.data[i] = x.data[((image * height + row) * width + column) * channels + (i % channels)]!;
    }
  },
  grad: (_, dy, [[top, bottom], [left, right]]) => ({
    x: pad2d({ x: dy }, [
      [-top, -bottom],
      [-left, -right],
    ]).y,
  }),
  lower: ({ x, y }, [[top], [left]], tape) => {
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const [, outHeight, outWidth] = y.shape as [number, number, number, number];
    tape.emit('pad2d', { x, y, batch, height, width, channels, outHeight, outWidth, top, left });
  },
});

function paddedShape(shape: Shape, [[top, bottom], [left, right]]: Cells2d): Shape {
  expectAxes('pad2d', 'x', shape, '[batch, height, width, channels]', 4);
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const outHeight = height + top + bottom;
  const outWidth = width + left + right;
  if (outHeight >= 0 && outWidth >= 0) return [batch, outHeight, outWidth, channels];
  throw new ShapeError(
    `pad2d got 'x' of shape ${formatShape(shape)}, from which it is to take more cells than there are: ${JSON.stringify(
      [
        [top, bottom],
        [left, right],
      ],
    )}. Take fewer.`,
  );
}
