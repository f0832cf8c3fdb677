import { show } from '@cnn/layers';
import { ConfigError, formatShape, type Shape, type Tensor } from '@cnn/tensor';
import type { Batch } from './batch-inputs.js';
import { layRows } from './batches.js';
import type { Samples } from './data.js';
import type { Goal } from './goals.js';

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
  { y, sampleWeight }: Samples,
  goals: readonly Goal[],
): Float32Array | undefined {
  if (classWeight !== undefined && sampleWeight) {
    throw new ConfigError(
      'fit was given a classWeight, and data with a sampleWeight; as in Keras, it takes one or the other. Multiply the sampleWeight by those of the classes, and leave classWeight out.',
    );
  }
  const [weight] = sampleWeight ?? [];
  if (augment && weight && weight.size > y[0]!.shape[0]!) {
    throw new ConfigError(
      `fit was given a sampleWeight of shape ${formatShape(weight.shape)} together with augment, which moves the pixels that it is for. Weigh whole samples, or leave augment out.`,
    );
  }
  if (classWeight === undefined) return undefined;
  if (goals.length > 1) {
    throw new ConfigError(
      `fit was given a classWeight; as in Keras, it is for models of a single output, and this one has ${goals.length}. Give the data a sampleWeight.`,
    );
  }
  return inOrder(classWeight, goals[0]!.output.shape.at(-1)!);
}

/** @param width of a single output; it has the classes no and yes */
function inOrder(given: ClassWeight, width: number): Float32Array {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new ConfigError(
      `classWeight is ${show(given)}; it must hold weights by class number. Pass an object such as { 0: 1, 1: 5 }.`,
    );
  }
  const weights = new Float32Array(Math.max(2, width)).fill(1);
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

/**
 * What of a sample has a weight of its own for an output: `[]` for all of it, or the shape of its class numbers, such
 * as its pixels. `undefined` when nothing is weighed.
 */
export function weightShape(
  weight: Tensor | undefined,
  { output }: Goal,
  classWeights: Float32Array | undefined,
): Shape | undefined {
  const parts = output.shape.slice(1, -1) as Shape;
  if (classWeights) return parts;
  if (!weight) return undefined;
  return weight.size === weight.shape[0] ? [] : parts;
}

/** The weights that the classes of a batch have. @param targets its y as it was laid into memory */
export function weightsOfClasses(
  classWeights: Float32Array,
  targets: Float32Array | Int32Array,
  { output, loss }: Pick<Goal, 'output' | 'loss'>,
): Float32Array {
  const width = loss.targets === 'labels' ? 1 : output.shape.at(-1)!;
  if (width === 1) return Float32Array.from(targets, (label) => classWeights[Math.round(label)] ?? 1);
  return Float32Array.from({ length: targets.length / width }, (_, row) => {
    const values = targets.subarray(row * width, (row + 1) * width);
    return classWeights[values.indexOf(Math.max(...values))] ?? 1;
  });
}

/** The weights of a batch's samples. */
export function weightsOfSamples(weight: Tensor, { order, begin, end }: Batch): Float32Array {
  const weights = new Float32Array((weight.size / weight.shape[0]!) * (end - begin));
  layRows(weight, order, begin, end, weights);
  return weights;
}

/** Lays weights into memory, each as often as what it belongs to has losses. */
export function layWeights(weights: Float32Array, memory: Float32Array): void {
  const times = memory.length / weights.length;
  for (let i = 0; i < weights.length; i++) memory.fill(weights[i]!, i * times, (i + 1) * times);
}
