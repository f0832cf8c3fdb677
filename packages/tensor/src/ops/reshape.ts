import { ShapeError } from '../errors.js';
import { defineOp, type Op, type Value } from '../graph.js';
import { checkShape, formatShape, type Shape, sizeOf } from '../shape.js';

/**
 * The same elements in the same order under another shape; nothing is copied. The attribute is the shape.
 * @throws ShapeError when the sizes differ.
 */
export const reshape: Op<{ x: Value }, Shape, 'y'> = defineOp('reshape', {
  infer: ({ x }, shape) => {
    checkShape(shape, 'The result of reshape');
    if (sizeOf(shape) !== sizeOf(x.shape)) {
      throw new ShapeError(
        `reshape got 'x' of shape ${formatShape(x.shape)}, ${sizeOf(x.shape)} elements; the shape ${formatShape(shape)} holds ${sizeOf(shape)}. Choose a shape of the same size.`,
      );
    }
    return { y: { shape, dtype: x.dtype } };
  },
  reference: ({ x }, _, { y }) => y.data.set(x.data),
  grad: ({ x }, dy) => ({ x: reshape({ x: dy }, x.shape).y }),
  views: { y: 'x' },
});
