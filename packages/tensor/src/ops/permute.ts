import { ConfigError } from '../errors.js';
import { defineOp, type Op, type Value } from '../graph.js';
import { formatShape, type Shape, sizeOf } from '../shape.js';
import { expectAxes, expectDtype } from './expect.js';

/** Axes that the kernel counts through. */
const MOST_AXES = 5;

/**
 * Axes in another order: axis i of y is axis `axes[i]` of x, counted from 0; `[1, 0]` transposes a matrix. Up to
 * five axes.
 * @throws ConfigError unless each axis is named once
 */
export const permute: Op<{ x: Value }, readonly number[], 'y'> = defineOp('permute', {
  infer: ({ x }, axes) => {
    expectDtype('permute', 'f32', { x });
    expectAxes('permute', 'x', x.shape, '[…], five at most', 0, MOST_AXES);
    const named = [...axes].sort((a, b) => a - b);
    if (named.length !== x.shape.length || named.some((axis, i) => axis !== i)) {
      throw new ConfigError(
        `permute got the axes ${formatShape(axes)} for a tensor of shape ${formatShape(x.shape)}; they must name each of its axes once. Choose an order of 0 to ${x.shape.length - 1}.`,
      );
    }
    return { y: { shape: axes.map((axis) => x.shape[axis]!), dtype: 'f32' } };
  },
  reference: ({ x }, axes, { y }) => {
    const strides = stridesOf(x.shape);
    for (let i = 0; i < y.data.length; i++) {
      let rest = i;
      let from = 0;
      for (let axis = axes.length - 1; axis >= 0; axis--) {
        const size = y.shape[axis]!;
        from += (rest % size) * strides[axes[axis]!]!;
        rest = Math.floor(rest / size);
      }
      y.data[i] = x.data[from]!;
    }
  },
  grad: (_, dy, axes) => ({
    x: permute(
      { x: dy },
      axes.map((_axis, i) => axes.indexOf(i)),
    ).y,
  }),
  lower: ({ x, y }, axes, tape) => {
    const strides = stridesOf(x.shape);
    const missing = new Array<number>(MOST_AXES - axes.length).fill(1);
    const [size0, size1, size2, size3, size4] = [...missing, ...y.shape] as Five;
    const [stride0, stride1, stride2, stride3, stride4] = [
      ...missing,
      ...axes.map((axis) => strides[axis]!),
    ] as Five;
    const sizes = { size0, size1, size2, size3, size4 };
    tape.emit('permute', { x, y, ...sizes, stride0, stride1, stride2, stride3, stride4 });
  },
});

type Five = [number, number, number, number, number];

/** Elements from one entry of each axis to the next. */
function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}
