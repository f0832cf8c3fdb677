import { show } from '@cnn/layers';
import { ConfigError, DataError, formatShape, type Shape, ShapeError, sameShape, Tensor } from '@cnn/tensor';
import type { Loss } from './losses/loss.js';

/** Samples and what the model should make of them. A data set of @cnn/datasets is one. */
export interface TrainingData {
  /** `[samples, …inputShape]`: bytes (images, which the model scales) or floats. */
  readonly x: Tensor;
  /** Class numbers `[samples]`, i32 or u8, or values of the output's shape, as the loss wants them. */
  readonly y: Tensor;
  /**
   * How much each sample's loss counts: `[samples]`, or one for each class number in y, such as for each pixel
   * `[samples, height, width]`. Numbers of 0 or more; without, all count 1.
   */
  readonly sampleWeight?: Tensor;
}

/** What the data must fit. */
export interface DataShape {
  readonly inputShape: Shape;
  /** Without the batch axis. */
  readonly outputShape: Shape;
  readonly loss: Loss;
}

/** Samples of this data. */
export function samplesOf({ x }: TrainingData): number {
  return x.shape[0] ?? 0;
}

/**
 * @param what how messages call the data
 * @throws ShapeError for other shapes or dtypes than the model and the loss take; DataError when these are
 * no tensors, there are no samples, x and y differ in number, or a label is no class
 */
export function checkData(
  what: string,
  data: TrainingData,
  { inputShape, outputShape, loss }: DataShape,
): void {
  expectTensors(what, data);
  const { x, y } = data;
  const samples = samplesOf(data);
  if (x.dtype === 'i32' || !sameShape(x.shape.slice(1), inputShape) || x.shape.length === 0) {
    throw new ShapeError(
      `${what} has x of ${x.dtype} ${formatShape(x.shape)}; the model takes u8 or f32 ${formatShape([null, ...inputShape])}. Reshape or convert x, or build the model with another inputShape.`,
    );
  }
  if (samples === 0) {
    throw new DataError(`${what} is empty; at least one sample is needed. Pass more data.`);
  }
  if (y.shape[0] !== samples) {
    throw new DataError(
      `${what} has ${samples} samples in x and ${y.shape[0] ?? 'a single number'} in y; each sample needs its own. Pass x and y of the same length.`,
    );
  }
  if (loss.targets === 'labels') checkLabels(what, y, outputShape, loss.name);
  else checkValues(what, y, outputShape, loss.name);
  if (data.sampleWeight !== undefined) checkSampleWeight(what, data.sampleWeight, samples, outputShape);
}

/** Data as Keras takes it, x and y one after the other, or in arrays, is refused with a word on how it is here. */
function expectTensors(what: string, data: Partial<TrainingData> | undefined): void {
  if (data?.x instanceof Tensor && data.y instanceof Tensor) return;
  throw new DataError(
    `${what} does not hold x and y as tensors; it must be one object with both. Pass { x, y }, made with new Tensor(dtype, shape, data) for instance.`,
  );
}

function checkLabels(what: string, y: Tensor, outputShape: Shape, loss: string): void {
  const expected = outputShape.slice(0, -1);
  if (y.dtype === 'f32' || !sameButForOnes(y.shape.slice(1), expected)) {
    throw new ShapeError(
      `${what} has y of ${y.dtype} ${formatShape(y.shape)}; ${loss} takes class numbers, i32 or u8 ${formatShape([null, ...expected])}. Convert them, or use categoricalCrossentropy for one-hot rows.`,
    );
  }
  const classes = outputShape.at(-1)!;
  const { data } = y;
  for (let index = 0; index < data.length; index++) {
    const label = data[index]!;
    if (label >= 0 && label < classes) continue;
    throw new DataError(
      `${what} has the label ${label} at index ${index}; the model knows the classes 0 to ${classes - 1}. Correct the label, or give the last layer more units.`,
    );
  }
}

function checkValues(what: string, y: Tensor, outputShape: Shape, loss: string): void {
  if (sameButForOnes(y.shape.slice(1), outputShape)) return;
  throw new ShapeError(
    `${what} has y of shape ${formatShape(y.shape)}; ${loss} takes the shape of the model's output, ${formatShape([null, ...outputShape])}. Pass one value for each output${loss === 'categoricalCrossentropy' ? ', or use sparseCategoricalCrossentropy for class numbers' : ''}.`,
  );
}

function checkSampleWeight(what: string, weight: Tensor, samples: number, outputShape: Shape): void {
  if (!(weight instanceof Tensor)) {
    throw new DataError(
      `${what} has the sampleWeight ${show(weight)}; it must be a tensor. Pass tensor(weights, [${samples}]) for instance.`,
    );
  }
  const parts = outputShape.slice(0, -1);
  const fits = [[], parts].some((shape) => sameButForOnes(weight.shape.slice(1), shape));
  if (weight.shape[0] !== samples || !fits) {
    const other = parts.length > 0 ? `, or ${formatShape([samples, ...parts])} for its parts` : '';
    throw new ShapeError(
      `${what} has a sampleWeight of shape ${formatShape(weight.shape)}; it must be [${samples}], a weight for each sample${other}. Reshape it, or leave it out.`,
    );
  }
  const index = weight.data.findIndex((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY));
  if (index < 0) return;
  throw new DataError(
    `${what} has the sampleWeight ${weight.data[index]} at index ${index}; weights must be finite numbers, 0 or more. Correct it.`,
  );
}

/** Whether shapes are the same up to axes of one at the end, which `[samples, 1]` for `[samples]` is. */
function sameButForOnes(given: Shape, expected: Shape): boolean {
  return sameShape(withoutOnes(given), withoutOnes(expected));
}

function withoutOnes(shape: Shape): Shape {
  return shape.slice(0, shape.findLastIndex((axis) => axis !== 1) + 1);
}

/**
 * Holds the last fraction out for validation, before any shuffling, as Keras does.
 * @throws ConfigError for a fraction outside [0, 1); DataError when one of the parts would be empty
 */
export function splitOff(
  data: TrainingData,
  fraction: number,
): { training: TrainingData; validation?: TrainingData } {
  if (typeof fraction !== 'number' || !(fraction >= 0 && fraction < 1)) {
    throw new ConfigError(
      `validationSplit is ${show(fraction)}; it is the fraction of the data that is held out, from 0 up to, but not including, 1. Choose one such as 0.2.`,
    );
  }
  if (fraction === 0) return { training: data };
  const samples = samplesOf(data);
  const split = Math.floor(samples * (1 - fraction));
  if (split === 0 || split === samples) {
    throw new DataError(
      `validationSplit ${fraction} leaves ${split} of ${samples} samples to train on and ${samples - split} to validate with; both need some. Pass more data or another fraction.`,
    );
  }
  const part = (begin: number, end: number): TrainingData => ({
    x: data.x.rows(begin, end),
    y: data.y.rows(begin, end),
    ...(data.sampleWeight ? { sampleWeight: data.sampleWeight.rows(begin, end) } : {}),
  });
  return { training: part(0, split), validation: part(split, samples) };
}
