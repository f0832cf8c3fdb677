// What most ops demand of their inputs, and how they say so.

import { ShapeError } from '../errors.js';
import type { TensorType } from '../graph.js';
import { formatShape, type Shape, sameShape, sizeOf } from '../shape.js';

type Types = Readonly<Record<string, TensorType>>;

const remedies = {
  f32: 'Convert it with rescale first',
  i32: 'Pass class numbers as a tensor of dtype i32',
  u8: 'Pass bytes as a tensor of dtype u8',
} as const;

/** @throws ShapeError unless all of these hold elements of one dtype. */
export function expectDtype(op: string, dtype: keyof typeof remedies, values: Types): void {
  for (const [name, value] of Object.entries(values)) {
    if (value.dtype === dtype) continue;
    throw new ShapeError(
      `${op} got '${name}' of dtype ${value.dtype}; it works on ${dtype}. ${remedies[dtype]}.`,
    );
  }
}

/** @throws ShapeError unless these have one shape, and hold 32-bit floats. Returns their type. */
export function expectAlike(op: string, values: Types): TensorType {
  expectDtype(op, 'f32', values);
  const [[first, type], ...others] = Object.entries(values) as [[string, TensorType]];
  for (const [name, { shape }] of others as [string, TensorType][])
    expectShape(op, name, shape, first, type.shape);
  return { shape: type.shape, dtype: 'f32' };
}

/** @throws ShapeError unless `shape` is the one that another input asks for. */
export function expectShape(op: string, name: string, shape: Shape, other: string, wanted: Shape): void {
  if (sameShape(shape, wanted)) return;
  throw new ShapeError(
    `${op} got '${name}' of shape ${formatShape(shape)}; with this '${other}' it must be ${formatShape(wanted)}. Reshape one of them.`,
  );
}

/** @throws ShapeError unless the shape has this many axes, or at least so many. */
export function expectAxes(
  op: string,
  name: string,
  shape: Shape,
  axes: string,
  minimum: number,
  maximum = minimum,
): void {
  if (shape.length >= minimum && shape.length <= maximum) return;
  throw new ShapeError(
    `${op} got '${name}' of shape ${formatShape(shape)}; it needs the axes ${axes}. Reshape it, or check the layer before.`,
  );
}

/** A tensor seen as rows over its last axis. @throws ShapeError for a scalar. */
export function rowsOf(
  op: string,
  name: string,
  shape: Shape,
): { rows: number; width: number; outer: Shape } {
  expectAxes(op, name, shape, '[…, classes]', 1, Number.POSITIVE_INFINITY);
  const outer = shape.slice(0, -1);
  return { rows: sizeOf(outer), width: shape.at(-1)!, outer };
}

type Optional = Readonly<Record<string, TensorType | undefined>>;

/** @throws ShapeError unless the first are floats of one shape, and the others have a number for each of its channels. */
export function expectPerChannel(op: string, alike: Optional, perChannel: Optional): void {
  const [[name, { shape }], ...others] = present(alike) as [[string, TensorType]];
  expectDtype(op, 'f32', Object.fromEntries([...present(alike), ...present(perChannel)]));
  const { width } = rowsOf(op, name, shape);
  for (const [other, value] of others as [string, TensorType][])
    expectShape(op, other, value.shape, name, shape);
  for (const [other, value] of present(perChannel)) expectShape(op, other, value.shape, name, [width]);
}

function present(values: Optional): [string, TensorType][] {
  return Object.entries(values).filter((entry): entry is [string, TensorType] => entry[1] !== undefined);
}
