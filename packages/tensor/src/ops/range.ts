import type { TensorType, Value } from '../graph.js';
import { expectAxes, expectDtype } from './expect.js';

/** Neighbouring elements of a vector. */
export interface Range {
  /** The first one. */
  readonly origin: number;
  readonly length: number;
}

/** @throws ShapeError unless the value is a vector of floats. Returns its type. */
export function expectRange(op: string, name: string, value: Value, { origin, length }: Range): TensorType {
  expectDtype(op, 'f32', { [name]: value });
  expectAxes(op, name, value.shape, '[elements]', 1);
  if (origin >= 0 && length >= 0 && origin + length <= value.shape[0]!) return value;
  throw new Error(`${op}: the elements ${origin} to ${origin + length} are not all among '${name}'.`);
}
