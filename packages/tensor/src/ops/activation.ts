import type { InstructionName } from '@cnn/kernels';
import { defineOp, type Op, type Value } from '../graph.js';
import { sizeOf } from '../shape.js';
import { expectAlike } from './expect.js';

/** A function of one number, and its derivative. */
interface Activation<A> {
  value(x: number, attributes: A): number;
  slope(x: number, attributes: A): number;
  /** The attributes as the kernels' fields take them. */
  fields?(attributes: A): Readonly<Record<string, number>>;
}

type Pair<A> = readonly [Op<{ x: Value }, A, 'y'>, Op<{ x: Value; dy: Value }, A, 'dx'>];

/** The names of instructions that come with one for the gradient. */
type ActivationName = Extract<
  InstructionName,
  'leakyRelu' | 'elu' | 'gelu' | 'geluTanh' | 'silu' | 'hardSigmoid' | 'hardSilu' | 'softplus'
>;

/** An op that applies a function element by element, y = value(x), and that of its gradient, dx = dy · slope(x). */
export function defineActivation<A = void>(
  name: ActivationName,
  { value, slope, fields }: Activation<A>,
): Pair<A> {
  const fieldsOf = (attributes: A) => fields?.(attributes) ?? {};
  const grad: Op<{ x: Value; dy: Value }, A, 'dx'> = defineOp(`${name}Grad`, {
    infer: (inputs) => ({ dx: expectAlike(`${name}Grad`, { ...inputs }) }),
    reference: ({ x, dy }, attributes, { dx }) => {
      for (let i = 0; i < dx.data.length; i++) dx.data[i] = dy.data[i]! * slope(x.data[i]!, attributes);
    },
    lower: ({ x, dy, dx }, attributes, tape) =>
      tape.emit(`${name}Grad`, { x, dy, dx, length: sizeOf(x.shape), ...fieldsOf(attributes) } as never),
  });
  const op: Op<{ x: Value }, A, 'y'> = defineOp(name, {
    infer: ({ x }) => ({ y: expectAlike(name, { x }) }),
    reference: ({ x }, attributes, { y }) => {
      for (let i = 0; i < y.data.length; i++) y.data[i] = value(x.data[i]!, attributes);
    },
    grad: ({ x }, dy, attributes) => ({ x: grad({ x, dy }, attributes).dx }),
    lower: ({ x, y }, attributes, tape) =>
      tape.emit(name, { x, y, length: sizeOf(x.shape), ...fieldsOf(attributes) } as never),
  });
  return [op, grad];
}
