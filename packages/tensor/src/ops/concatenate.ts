import { ConfigError, ShapeError } from '../errors.js';
import { defineOp, type NdArray, type Op, type Value } from '../graph.js';
import { formatShape, type Shape, sizeOf } from '../shape.js';
import { expectDtype } from './expect.js';
import { pad2d } from './pad2d.js';
import { reshape } from './reshape.js';

/** Any number of inputs, named x0, x1, …. */
export type Parts = Readonly<Record<`x${number}`, Value>>;

/**
 * Tensors one after another along an axis: `[2, 3]` and `[2, 5]` along axis 1 → `[2, 8]`. The attribute is the
 * axis, counted from 0. The gradients are the slices that the parts became.
 * @throws ShapeError when they differ along another axis; ConfigError for an axis that they lack
 */
export const concatenate: Op<Parts, number, 'y'> = defineOp('concatenate', {
  infer: (parts, axis) => {
    const values = listParts<Value>(parts);
    expectDtype('concatenate', 'f32', parts);
    return {
      y: {
        shape: joinedShape(
          values.map(({ shape }) => shape),
          axis,
        ),
        dtype: 'f32',
      },
    };
  },
  reference: (parts, axis, { y }) => {
    const pitch = sizeOf(y.shape.slice(axis));
    let origin = 0;
    for (const { shape, data } of listParts<NdArray>(parts)) {
      const width = sizeOf(shape.slice(axis));
      for (let i = 0; i < data.length; i++) {
        y.data[Math.floor(i / width) * pitch + origin + (i % width)] = data[i]!;
      }
      origin += width;
    }
  },
  grad: (values, dy, axis) => {
    let begin = 0;
    const slices = listParts<Value>(values).map(({ shape }, i) => {
      const slice = sliceOf(dy, axis, begin, shape[axis]!);
      begin += shape[axis]!;
      return [`x${i}`, slice];
    });
    return Object.fromEntries(slices);
  },
  lower: (values, axis, tape) => {
    const { y } = values as unknown as { y: Value };
    const rows = sizeOf(y.shape.slice(0, axis));
    const pitch = sizeOf(y.shape.slice(axis));
    let origin = 0;
    for (const x of listParts<Value>(values)) {
      const width = sizeOf(x.shape.slice(axis));
      tape.emit('concatenate', { x, y, rows, width, origin, pitch });
      origin += width;
    }
  },
});

/** The parts in order, whatever else is there. */
function listParts<T>(parts: Readonly<Record<string, unknown>>): T[] {
  const list: T[] = [];
  for (let part = parts['x0']; part !== undefined; part = parts[`x${list.length}`]) list.push(part as T);
  return list;
}

/** `size` of the entries along an axis, from `begin` on. */
function sliceOf(x: Value, axis: number, begin: number, size: number): Value {
  const { shape } = x;
  // As columns of one image, each row of which is a piece of memory.
  const whole = [1, sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))];
  const part = pad2d({ x: reshape({ x }, whole).y }, [
    [0, 0],
    [-begin, begin + size - shape[axis]!],
  ]).y;
  return reshape({ x: part }, [...shape.slice(0, axis), size, ...shape.slice(axis + 1)]).y;
}

function joinedShape(shapes: readonly Shape[], axis: number): Shape {
  const [first] = shapes;
  if (!first) {
    throw new ShapeError('concatenate got no tensors; there is nothing to join. Pass one at least.');
  }
  if (!(Number.isInteger(axis) && axis >= 0 && axis < first.length)) {
    throw new ConfigError(
      `concatenate got the axis ${axis} for tensors of shape ${formatShape(first)}; it must be one of theirs. Choose 0 to ${first.length - 1}.`,
    );
  }
  const without = (shape: Shape): string => formatShape(shape.map((size, i) => (i === axis ? null : size)));
  for (const shape of shapes) {
    if (shape.length === first.length && without(shape) === without(first)) continue;
    throw new ShapeError(
      `concatenate got tensors of shape ${shapes.map(formatShape).join(' and ')}; along other axes than ${axis} they must be alike. Resize one of them.`,
    );
  }
  const size = shapes.reduce((sum, shape) => sum + shape[axis]!, 0);
  return first.map((each, i) => (i === axis ? size : each));
}
