import { input, ShapeError, Tensor, type Value } from '@cnn/tensor';
import type { ApplyContext } from './context.js';
import { MODEL_INPUT } from './input-names.js';
import type { Layer } from './layer.js';
import { type PredictOptions, predict } from './predict.js';
import { type SummaryOptions, summary } from './summary.js';
import type { Weight } from './weight.js';

/** A shape whose first axis, the batch, can have any size. */
export type BatchShape = readonly [null, ...number[]];

/** Layers that turn a batch of inputs into a batch of outputs, with their weights. */
export abstract class Model {
  readonly name: string;
  /** What the weights' first contents are derived from. */
  readonly seed: number;
  /** Notes that are saved and loaded with the model, such as class names or the data set it learned from. */
  readonly metadata: Record<string, string> = {};
  abstract readonly layers: readonly Layer[];
  /** `[null, height, width, channels]`, for instance. */
  abstract readonly inputShape: BatchShape;
  abstract readonly outputShape: BatchShape;

  protected constructor(name: string, seed: number) {
    this.name = name;
    this.seed = seed;
  }

  /**
   * Adds the model to a graph. Inputs of bytes are images: they are scaled to 0 … 1 first, unless the first layer
   * is `rescaling`, which takes them as they are.
   * @param x f32 or u8 `[batch, …]`
   * @throws ShapeError when `x` is not what the model takes
   */
  abstract apply(x: Value, context: ApplyContext): Value;

  /** The model without its weights, in Keras' vocabulary; `JSON.stringify(model)` uses it. */
  abstract toJSON(): object;

  /** All weights, in the order of the layers. */
  get weights(): readonly Weight[] {
    return this.layers.flatMap((layer) => layer.weights);
  }

  /** Goes up whenever weights are set. */
  get version(): number {
    return this.weights.reduce((sum, weight) => sum + weight.version, 0);
  }

  /** The graph input `x` for a batch: f32, or u8 for images as bytes. */
  inputValue(batch: number, dtype: 'f32' | 'u8' = 'f32'): Value {
    const [, ...item] = this.inputShape;
    return input(MODEL_INPUT, [batch, ...item], dtype);
  }

  /**
   * Computes outputs for any number of inputs, `[n, …inputShape]` → `[n, …outputShape]`, with the weights of the
   * moment of the call. Images may be bytes (u8); f32 is taken as it is.
   * @throws ShapeError when the inputs are not what the model takes; ConfigError for an unusable batch size
   */
  predict(x: Tensor, options: PredictOptions = {}): Promise<Tensor<'f32'>> {
    return predict(this, x, options);
  }

  /** Copies of all weights, in the order of `weights`. */
  getWeights(): Tensor<'f32'>[] {
    return this.weights.map(({ shape, value }) => new Tensor('f32', shape, value.data.slice()));
  }

  /**
   * Replaces all weights by copies of tensors in the order of `weights`, or none when one does not fit.
   * @throws ShapeError when there are too few or too many, or a shape differs
   */
  setWeights(tensors: readonly Tensor<'f32'>[]): void {
    const { weights } = this;
    if (tensors.length !== weights.length) {
      throw new ShapeError(
        `The model '${this.name}' was given ${tensors.length} weights; it has ${weights.length}: ${weights.map(({ name }) => name).join(', ')}. Pass one tensor for each, in this order.`,
      );
    }
    weights.forEach((weight, i) => {
      weight.check(tensors[i]!);
    });
    weights.forEach((weight, i) => {
      weight.value = tensors[i]!;
    });
  }

  /** How many numbers the weights hold. */
  countParams(): number {
    return this.weights.reduce((sum, { value }) => sum + value.size, 0);
  }

  /**
   * A table of the layers, with their output shapes, parameters and floating-point operations, and what training
   * will need. `describe(model)` gives the same as data.
   */
  summary(options: SummaryOptions = {}): string {
    return summary(this, options);
  }
}
