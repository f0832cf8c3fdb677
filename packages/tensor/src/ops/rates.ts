import { ShapeError } from '../errors.js';
import type { TensorType } from '../graph.js';
import { formatShape, sameShape } from '../shape.js';
import { expectDtype } from './expect.js';

/** @throws ShapeError unless an optimizer's rates are a vector of these numbers. */
export function expectRates(op: string, name: string, rates: TensorType, wanted: readonly string[]): void {
  expectDtype(op, 'f32', { [name]: rates });
  if (sameShape(rates.shape, [wanted.length])) return;
  throw new ShapeError(
    `${op} got '${name}' of shape ${formatShape(rates.shape)}; it holds ${wanted.join(', ')}. Pass a tensor of shape [${wanted.length}].`,
  );
}
