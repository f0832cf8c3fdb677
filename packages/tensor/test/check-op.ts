import { supportedVariants, type Variant } from '@cnn/kernels';
import { expect } from 'vitest';
import { gradients } from '../src/autodiff.js';
import { type AnyOp, input, type NdArray, type Value } from '../src/graph.js';
import { mean } from '../src/ops/mean.js';
import { multiply } from '../src/ops/multiply.js';
import { scale } from '../src/ops/scale.js';
import { interpret, toNdArray } from '../src/reference.js';
import { type RandomStream, randomStream } from '../src/rng.js';
import { Session } from '../src/session.js';
import { type Shape, sizeOf } from '../src/shape.js';
import { Tensor } from '../src/tensor.js';
import { mainOutput } from '../src/traverse.js';

/** Inputs of an op by name; `undefined` for an optional one that is left out. */
export type TensorInputs = Readonly<Record<string, Tensor | undefined>>;

export interface CheckOptions {
  /** Largest error allowed, relative to the largest magnitude in an output. Default 2e-6. */
  readonly tolerance?: number;
  /** Inputs whose gradient is compared with numeric differentiation. Default none. */
  readonly gradients?: readonly string[];
}

const threadCounts = [1, 2, 3];
const sessions = new Map<string, Promise<Session>>();

function sessionWith(variant: Variant, threads: number): Promise<Session> {
  const key = `${variant}/${threads}`;
  const session = sessions.get(key) ?? Session.create({ variant, threads });
  sessions.set(key, session);
  return session;
}

/** Normally distributed numbers, or uniform ones when a range is given. */
export function randomTensor(
  stream: RandomStream,
  shape: Shape,
  range?: { low: number; high: number },
): Tensor<'f32'> {
  const draw = range ? () => stream.uniform(range.low, range.high) : () => stream.normal();
  return new Tensor('f32', shape, Float32Array.from({ length: sizeOf(shape) }, draw));
}

/**
 * Holds an op to its definition: on every variant and thread count its kernels give what its f64
 * reference gives, with the same bits at every thread count; and its gradients, as graph and as kernels,
 * are those of the reference.
 */
export async function checkOp(
  op: AnyOp,
  inputs: TensorInputs,
  attributes: unknown,
  options: CheckOptions = {},
): Promise<void> {
  const { tolerance = 2e-6, gradients: wanted = [] } = options;
  const feeds = new Map<Value, Tensor>();
  const values = asInputs(inputs, feeds);
  const outputs = op(values, attributes) as Record<string, Value>;
  await checkKernels(outputs, feeds, tolerance, op.opName);
  if (wanted.length > 0) await checkGradients(op, values, attributes, feeds, wanted, tolerance);
}

/**
 * The same for several ops together: what `build` makes of the inputs, and its gradients as autodiff finds
 * them, so that what one op gives another moves with the inputs, too.
 */
export async function checkGraph<Name extends string>(
  build: (values: Readonly<Record<Name, Value>>) => Value,
  inputs: Readonly<Record<Name, Tensor>>,
  options: CheckOptions & { readonly gradients?: readonly Name[] } = {},
): Promise<void> {
  const { tolerance = 2e-6, gradients: names = [] as readonly Name[] } = options;
  const feeds = new Map<Value, Tensor>();
  const values = asInputs(inputs, feeds) as Record<Name, Value>;
  const y = build(values);
  await checkKernels({ y }, feeds, tolerance, 'graph');
  const dy = input('gradient of the output', y.shape);
  feeds.set(dy, randomTensor(randomStream(1, 'dy'), y.shape));
  const projection = scale({ x: mean({ x: multiply({ a: y, b: dy }).y }).y }, sizeOf(y.shape)).y;
  const derived = gradients(
    projection,
    names.map((name) => values[name]),
  );
  const wanted = Object.fromEntries(names.map((name, i) => [name, derived[i]!]));
  await checkKernels(wanted, feeds, tolerance, 'gradient of');
  const arrays = new Map([...feeds].map(([value, tensor]) => [value, toNdArray(tensor)]));
  const analytic = interpret(derived, arrays);
  names.forEach((name, i) => {
    compareWithNumeric(values[name], y, dy, arrays, analytic[i]!, `d${name}`);
  });
}

function asInputs(inputs: TensorInputs, feeds: Map<Value, Tensor>): Record<string, Value | undefined> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => {
      if (!tensor) return [name, undefined];
      const value = input(name, tensor.shape, tensor.dtype);
      feeds.set(value, tensor);
      return [name, value];
    }),
  );
}

/** Compares computed values with the references, on every variant and thread count. */
async function checkKernels(
  outputs: Readonly<Record<string, Value>>,
  feeds: ReadonlyMap<Value, Tensor>,
  tolerance: number,
  what: string,
): Promise<void> {
  const arrays = new Map([...feeds].map(([value, tensor]) => [value, toNdArray(tensor)]));
  const names = Object.keys(outputs);
  const expected = interpret(Object.values(outputs), arrays);
  for (const variant of await supportedVariants()) {
    const byThreads: Tensor[][] = [];
    for (const threads of threadCounts) byThreads.push(await compute(variant, threads, outputs, feeds));
    names.forEach((name, i) => {
      const label = `${what}: ${name} on ${variant}`;
      const [one, ...more] = byThreads.map((results) => results[i]!);
      expectClose(one!, expected[i]!, tolerance, label);
      for (const other of more) expectSameBits(other, one!, label);
    });
  }
}

async function compute(
  variant: Variant,
  threads: number,
  outputs: Readonly<Record<string, Value>>,
  feeds: ReadonlyMap<Value, Tensor>,
): Promise<Tensor[]> {
  const session = await sessionWith(variant, threads);
  const program = session.program();
  const executable = program.compile({ outputs });
  for (const [{ source }, tensor] of feeds) {
    if (source.kind === 'input' && executable.hasInput(source.name)) executable.write(source.name, tensor);
  }
  executable.run();
  const results = Object.keys(outputs).map((name) => executable.read(name));
  program.release();
  return results;
}

async function checkGradients(
  op: AnyOp,
  values: Record<string, Value | undefined>,
  attributes: unknown,
  feeds: ReadonlyMap<Value, Tensor>,
  names: readonly string[],
  tolerance: number,
): Promise<void> {
  const outputs = op(values, attributes) as Record<string, Value>;
  const y = Object.values(outputs)[0]!;
  const dy = input('gradient of the output', y.shape);
  const withDy = new Map(feeds).set(dy, randomTensor(randomStream(1, 'dy'), y.shape));
  const derived = op.grad!({ ...values, ...outputs }, dy, attributes) as Record<string, Value>;
  const wanted = Object.fromEntries(names.map((name) => [name, derived[name]!]));
  await checkKernels(wanted, withDy, tolerance, `${op.opName}, gradient of`);
  const arrays = new Map([...withDy].map(([value, tensor]) => [value, toNdArray(tensor)]));
  const analytic = interpret(Object.values(wanted), arrays);
  names.forEach((name, i) => {
    compareWithNumeric(values[name]!, y, dy, arrays, analytic[i]!, `${op.opName}: d${name}`);
  });
}

const STEP = 1e-5;

/** Central differences of Σ y·dy at some elements of one input, against the gradient there. */
function compareWithNumeric(
  x: Value,
  y: Value,
  dy: Value,
  arrays: ReadonlyMap<Value, NdArray>,
  analytic: NdArray,
  label: string,
): void {
  const { shape, data } = arrays.get(x)!;
  const weights = arrays.get(dy)!.data;
  const largest = analytic.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const projection = (element: number, change: number): number => {
    const moved = data.slice();
    moved[element]! += change;
    const result = interpret([mainOutputOf(y)], new Map(arrays).set(x, { shape, data: moved }))[0]!.data;
    return result.reduce((sum, value, i) => sum + value * weights[i]!, 0);
  };
  const stream = randomStream(2, 'elements');
  for (let sample = 0; sample < Math.min(12, data.length); sample++) {
    const element = stream.integer(data.length);
    const numeric = (projection(element, STEP) - projection(element, -STEP)) / (2 * STEP);
    expect(
      Math.abs(numeric - analytic.data[element]!) / largest,
      `${label}[${element}] is ${analytic.data[element]}, numerically ${numeric}`,
    ).toBeLessThan(1e-5);
  }
}

function mainOutputOf(value: Value): Value {
  return value.source.kind === 'node' ? mainOutput(value.source.node) : value;
}

function expectClose(actual: Tensor, expected: NdArray, tolerance: number, label: string): void {
  expect(actual.shape, label).toEqual(expected.shape);
  const largest = expected.data.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    1e-30,
  );
  let worst = 0;
  let at = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const a = actual.data[i]!;
    const b = expected.data[i]!;
    const error =
      Object.is(a, b) || a === b || (Number.isNaN(a) && Number.isNaN(b)) ? 0 : Math.abs(a - b) / largest;
    if (error <= worst) continue;
    worst = error;
    at = i;
    if (Number.isNaN(error)) break;
  }
  // NaN against a number gives a NaN error, which is below nothing.
  if (actual.data.some((a, i) => Number.isNaN(a) !== Number.isNaN(expected.data[i]!)))
    worst = Number.POSITIVE_INFINITY;
  expect(
    worst,
    `${label}: relative error at ${at}: ${actual.data[at]} instead of ${expected.data[at]}`,
  ).toBeLessThanOrEqual(tolerance);
}

function expectSameBits(actual: Tensor, expected: Tensor, label: string): void {
  const bytes = ({ data }: Tensor): Uint8Array =>
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const a = bytes(actual);
  const b = bytes(expected);
  const at = a.findIndex((byte, i) => byte !== b[i]);
  expect(at, `${label}: other bits at byte ${at} with more threads`).toBe(-1);
}
