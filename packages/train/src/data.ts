import { type End, type Ends, type Structure, type SymbolicTensor, show } from '@cnn/layers';
import { ConfigError, DataError, formatShape, type Shape, ShapeError, sameShape, Tensor } from '@cnn/tensor';
import { partName, partsOf } from './data-parts.js';
import type { Goal } from './goals.js';
import { checkSampleWeights, checkTarget } from './targets.js';

/**
 * Samples and what the model should make of them. A data set of @cnn/datasets is one. Of a model of several inputs or
 * outputs x and y are objects of tensors by name, or lists in order.
 */
export interface TrainingData<In extends Ends = SymbolicTensor, Out extends Ends = SymbolicTensor> {
  /** `[samples, …inputShape]`: bytes (images, which the model scales) or floats. */
  readonly x: Parts<In>;
  /** Class numbers `[samples]`, i32 or u8, or values of the output's shape, as the loss wants them. */
  readonly y: Parts<Out>;
  /**
   * How much each sample's loss counts: `[samples]`, or one for each class number in y, such as for each pixel
   * `[samples, height, width]`. Numbers of 0 or more; without, all count 1. Of several outputs one for all of them,
   * or an object of those that have weights.
   */
  readonly sampleWeight?: Out extends SymbolicTensor ? Tensor : Tensor | Readonly<Record<string, Tensor>>;
}

/** Tensors for a model's inputs or outputs. */
export type Parts<E extends Ends> = E extends SymbolicTensor
  ? Tensor
  : E extends readonly unknown[]
    ? readonly Tensor[] | Readonly<Record<string, Tensor>>
    : Readonly<Record<keyof E & string, Tensor>> | readonly Tensor[];

/** Data of any model. */
export interface AnyData {
  readonly x: Structure<Tensor>;
  readonly y: Structure<Tensor>;
  readonly sampleWeight?: Structure<Tensor>;
}

/** Checked data: tensors in the order of the model's inputs and outputs. */
export interface Samples {
  readonly x: readonly Tensor[];
  readonly y: readonly Tensor[];
  /** One for each output, where any has weights. */
  readonly sampleWeight?: readonly (Tensor | undefined)[];
}

/** What the data must fit. */
export interface DataShape {
  readonly inputs: readonly End[];
  readonly goals: readonly Pick<Goal, 'output' | 'loss'>[];
}

/** How many samples these are. */
export function samplesOf({ x }: Samples): number {
  return x[0]!.shape[0] ?? 0;
}

/**
 * @param what how messages call the data
 * @throws ShapeError for other shapes or dtypes than the model and the loss take; DataError when these are
 * no tensors, there are no samples, x and y differ in number, or a label is no class
 */
export function checkData(what: string, data: AnyData, { inputs, goals }: DataShape): Samples {
  const outputs = goals.map(({ output }) => output);
  expectTensors(what, data);
  const x = partsOf(what, 'x', inputs, data.x);
  const y = partsOf(what, 'y', outputs, data.y);
  x.forEach((part, i) => {
    checkInput(what, partName('x', inputs, i), part, inputs[i]!);
  });
  const samples = samplesOf({ x, y });
  if (samples === 0) {
    throw new DataError(`${what} is empty; at least one sample is needed. Pass more data.`);
  }
  const named = [
    ...x.map((part, i) => [partName('x', inputs, i), part] as const),
    ...y.map((part, i) => [partName('y', outputs, i), part] as const),
  ];
  for (const [name, part] of named) {
    if (part.shape[0] === samples) continue;
    throw new DataError(
      `${what} has ${samples} samples in ${named[0]![0]} and ${part.shape[0] ?? 'a single number'} in ${name}; each sample needs its own. Pass ${named[0]![0]} and ${name} of the same length.`,
    );
  }
  y.forEach((part, i) => {
    checkTarget(what, partName('y', outputs, i), part, goals[i]!);
  });
  if (data.sampleWeight === undefined) return { x, y };
  return { x, y, sampleWeight: checkSampleWeights(what, data.sampleWeight, samples, outputs) };
}

/** Data as Keras takes it, x and y one after the other, or in arrays, is refused with a word on how it is here. */
function expectTensors(what: string, data: Partial<AnyData> | undefined): void {
  if (holdsTensors(data?.x) && holdsTensors(data?.y)) return;
  throw new DataError(
    `${what} does not hold x and y as tensors; it must be one object with both. Pass { x, y }, made with new Tensor(dtype, shape, data) for instance.`,
  );
}

function holdsTensors(part: unknown): boolean {
  return part instanceof Tensor || Object.values(part ?? {}).some((each) => each instanceof Tensor);
}

function checkInput(what: string, name: string, x: Tensor, { shape }: End): void {
  if (x.dtype !== 'i32' && x.shape.length > 0 && sameShape(x.shape.slice(1), shape.slice(1) as Shape)) return;
  throw new ShapeError(
    `${what} has ${name} of ${x.dtype} ${formatShape(x.shape)}; the model takes u8 or f32 ${formatShape(shape)}. Reshape or convert ${name}, or build the model with another inputShape.`,
  );
}

/** How many of so many samples `fit` trains on under a `validationSplit`: the first ones; the others validate. */
export function trainingSize(samples: number, validationSplit: number): number {
  return Math.floor(samples * (1 - validationSplit));
}

/**
 * Holds the last fraction out for validation, before any shuffling, as Keras does.
 * @throws ConfigError for a fraction outside [0, 1); DataError when one of the parts would be empty
 */
export function splitOff(data: Samples, fraction: number): { training: Samples; validation?: Samples } {
  if (typeof fraction !== 'number' || !(fraction >= 0 && fraction < 1)) {
    throw new ConfigError(
      `validationSplit is ${show(fraction)}; it is the fraction of the data that is held out, from 0 up to, but not including, 1. Choose one such as 0.2.`,
    );
  }
  if (fraction === 0) return { training: data };
  const samples = samplesOf(data);
  const split = trainingSize(samples, fraction);
  if (split === 0 || split === samples) {
    throw new DataError(
      `validationSplit ${fraction} leaves ${split} of ${samples} samples to train on and ${samples - split} to validate with; both need some. Pass more data or another fraction.`,
    );
  }
  const part = (begin: number, end: number): Samples => ({
    x: data.x.map((each) => each.rows(begin, end)),
    y: data.y.map((each) => each.rows(begin, end)),
    ...(data.sampleWeight ? { sampleWeight: data.sampleWeight.map((each) => each?.rows(begin, end)) } : {}),
  });
  return { training: part(0, split), validation: part(split, samples) };
}
