import { show } from '@cnn/layers';
import { ConfigError, formatShape, type Shape } from '@cnn/tensor';
import { layRows } from './batches.js';
import type { DataShape, TrainingData } from './data.js';
import type { Batch } from './learner.js';

/** How much the loss of each class counts, by class number; 1 where nothing is said, as in Keras. */
export type ClassWeight = Readonly<Record<number, number>>;

/** What of the options of `fit` has to do with weights. */
interface WeightingOptions {
  readonly classWeight?: ClassWeight | undefined;
  readonly augment?: object | undefined;
}

/**
 * The weights of all classes, in order; `undefined` when none are given.
 * @throws ConfigError for what is no class, or no weight; when samples are weighed twice, or in parts that an
 * augmentation moves
 */
export function classWeights(
  { classWeight, augment }: WeightingOptions,
  { y, sampleWeight }: TrainingData,
  shape: DataShape,
): Float32Array | undefined {
  if (classWeight !== undefined && sampleWeight) {
    throw new ConfigError(
      'fit was given a classWeight, and data with a sampleWeight; as in Keras, it takes one or the other. Multiply the sampleWeight by those of the classes, and leave classWeight out.',
    );
  }
  if (augment && sampleWeight && sampleWeight.size > y.shape[0]!) {
    throw new ConfigError(
      `fit was given a sampleWeight of shape ${formatShape(sampleWeight.shape)} together with augment, which moves the pixels that it is for. Weigh whole samples, or leave augment out.`,
    );
  }
  return classWeight === undefined ? undefined : inOrder(classWeight, shape);
}

function inOrder(given: ClassWeight, { outputShape }: DataShape): Float32Array {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new ConfigError(
      `classWeight is ${show(given)}; it must hold weights by class number. Pass an object such as { 0: 1, 1: 5 }.`,
    );
  }
  const weights = new Float32Array(classesOf(outputShape)).fill(1);
  for (const [name, weight] of Object.entries(given)) {
    const label = Number(name);
    if (!(Number.isInteger(label) && label >= 0 && label < weights.length)) {
      throw new ConfigError(
        `classWeight has a weight for '${name}'; the model knows the classes 0 to ${weights.length - 1}. Name one of these.`,
      );
    }
    if (!Number.isFinite(weight) || weight < 0) {
      throw new ConfigError(
        `classWeight has the weight ${show(weight)} for the class ${name}; it must be a finite number, 0 or more. Choose one such as 2.`,
      );
    }
    weights[label] = weight;
  }
  return weights;
}

/** Of a single output, yes and no. */
function classesOf(outputShape: Shape): number {
  return Math.max(2, outputShape.at(-1)!);
}

/**
 * What has a weight of its own: `[]` for a sample, or the shape of its class numbers, such as its pixels.
 * `undefined` when nothing is weighed.
 */
export function weightShape(
  { sampleWeight }: TrainingData,
  { outputShape }: DataShape,
  classWeights: Float32Array | undefined,
): Shape | undefined {
  const parts = outputShape.slice(0, -1);
  if (classWeights) return parts;
  if (!sampleWeight) return undefined;
  return sampleWeight.size === sampleWeight.shape[0] ? [] : parts;
}

/**
 * Lays the weights of a batch into memory, each as often as what it belongs to has losses.
 * @param targets the batch's y as it was laid
 */
export function layWeights(
  batch: Batch,
  classWeights: Float32Array | undefined,
  targets: Float32Array | Int32Array,
  { outputShape, loss }: DataShape,
  memory: Float32Array,
): void {
  const width = loss.targets === 'labels' ? 1 : outputShape.at(-1)!;
  const weights = classWeights ? weightsOfClasses(classWeights, targets, width) : weightsOfSamples(batch);
  const times = memory.length / weights.length;
  for (let i = 0; i < weights.length; i++) memory.fill(weights[i]!, i * times, (i + 1) * times);
}

function weightsOfSamples({ data, order, begin, end }: Batch): Float32Array {
  const { size, shape } = data.sampleWeight!;
  const weights = new Float32Array((size / shape[0]!) * (end - begin));
  layRows(data.sampleWeight!, order, begin, end, weights);
  return weights;
}

/** @param width numbers that say a class: its own, or one for each class */
function weightsOfClasses(
  classWeights: Float32Array,
  targets: Float32Array | Int32Array,
  width: number,
): Float32Array {
  if (width === 1) return Float32Array.from(targets, (label) => classWeights[Math.round(label)] ?? 1);
  return Float32Array.from({ length: targets.length / width }, (_, row) => {
    const values = targets.subarray(row * width, (row + 1) * width);
    return classWeights[values.indexOf(Math.max(...values))] ?? 1;
  });
}
