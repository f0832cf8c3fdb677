import { ShapeError } from '../errors.js';
import { constant, defineOp, type Op, type Value } from '../graph.js';
import { formatShape, type Shape, sizeOf } from '../shape.js';
import { tensor } from '../tensor.js';
import { expectDtype, rowsOf } from './expect.js';
import { vectorPeriod } from './vector-period.js';

/**
 * y = x · scale + offset along the last axis: x of bytes or floats `[…, channels]`, scale and offset
 * `[channels]` or `[1]` → y of floats. Turns images of bytes into normalised floats.
 */
export const rescale: Op<{ x: Value; scale: Value; offset: Value }, void, 'y'> = defineOp('rescale', {
  infer: ({ x, scale, offset }) => {
    if (x.dtype === 'i32') expectDtype('rescale', 'f32', { x });
    expectDtype('rescale', 'f32', { scale, offset });
    const { width } = rowsOf('rescale', 'x', x.shape);
    expectPerChannel('scale', scale.shape, width);
    expectPerChannel('offset', offset.shape, width);
    return { y: { shape: x.shape, dtype: 'f32' } };
  },
  reference: ({ x, scale, offset }, _, { y }) => {
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = x.data[i]! * scale.data[i % scale.data.length]! + offset.data[i % offset.data.length]!;
    }
  },
  grad: ({ x, scale }, dy) =>
    x.dtype === 'f32' ? { x: rescale({ x: dy, scale, offset: constant(tensor([0], [1])) }).y } : {},
  lower: ({ x, scale, offset, y }, _, tape) => {
    const period = vectorPeriod(x.shape.at(-1)!, 16);
    tape.workspace(8 * period);
    tape.emit(x.dtype === 'u8' ? 'rescaleBytes' : 'rescaleFloats', {
      x,
      scale,
      offset,
      y,
      length: sizeOf(x.shape),
      scales: sizeOf(scale.shape),
      offsets: sizeOf(offset.shape),
      period,
    });
  },
});

function expectPerChannel(name: string, shape: Shape, channels: number): void {
  if (shape.length === 1 && (shape[0] === 1 || shape[0] === channels)) return;
  throw new ShapeError(
    `rescale got '${name}' of shape ${formatShape(shape)}; x has ${channels} channels. Pass [${channels}], or [1] for all channels alike.`,
  );
}
