import {
  ConfigError,
  constant,
  formatShape,
  input,
  rescale,
  ShapeError,
  sameShape,
  Tensor,
  tensor,
  type Value,
} from '@cnn/tensor';
import { BaseLayer } from './base-layer.js';
import { constrain } from './constraints.js';
import type { ApplyContext } from './context.js';
import type { InputLayer } from './input-layer.js';
import { MODEL_INPUT } from './input-names.js';
import { functionalConfig } from './io/to-keras.js';
import { type LayerGraph, layerGraph } from './layer-graph.js';
import { layerNames } from './layer-names.js';
import { Rescaling } from './layers/rescaling.js';
import { expectKnownOptions, show } from './options.js';
import { type PredictOptions, predict } from './predict.js';
import { penaltyOf } from './regularizers.js';
import { flatten, type Like, partNames, type Structure } from './structure.js';
import { type SummaryOptions, summary } from './summary.js';
import type { BatchShape, SymbolicTensor } from './symbolic-tensor.js';
import type { Weight } from './weight.js';

export interface ModelOptions {
  /** Default `functional`. */
  readonly name?: string;
  /** A whole number that the first weights are derived from: the same seed gives the same weights. Default 0. */
  readonly seed?: number;
}

/** Inputs or outputs of a model: one, a list, or several by name. */
export type Ends = Structure<SymbolicTensor>;

/** A model of any inputs and outputs. */
export type AnyModel = Model<Ends, Ends>;

/** Where a model takes a batch in or gives one out. */
export interface End {
  readonly name: string;
  readonly shape: BatchShape;
}

/**
 * Layers that turn batches of inputs into batches of outputs, with their weights. `Model` alone means one input
 * and one output; others say in their type what they take and give.
 */
export class Model<In extends Ends = SymbolicTensor, Out extends Ends = SymbolicTensor> {
  readonly name: string;
  /** What the weights' first contents are derived from. */
  readonly seed: number;
  /** Notes that are saved and loaded with the model, such as class names or the data set it learned from. */
  readonly metadata: Record<string, string> = {};
  readonly inputs: In;
  readonly outputs: Out;
  /** The layers, the farthest from the outputs first; the order of Keras, without its input layers. */
  readonly layers: readonly BaseLayer[];
  /** @internal */
  readonly graph: LayerGraph;
  readonly #names: ReadonlyMap<InputLayer | BaseLayer, string>;

  /** @throws ConfigError or ShapeError; the layers can then still be used in another model. */
  constructor(ends: { readonly inputs: In; readonly outputs: Out }, options: ModelOptions = {}) {
    const { name = 'functional', seed = 0 } = options;
    this.name = name;
    this.seed = checkSeed(seed);
    this.inputs = ends.inputs;
    this.outputs = ends.outputs;
    this.graph = layerGraph(name, flatten(ends.inputs), flatten(ends.outputs));
    const { operations } = this.graph;
    const names = layerNames(operations);
    this.#names = new Map(operations.map((operation, i) => [operation, names[i]!]));
    this.layers = operations.filter((operation) => operation instanceof BaseLayer);
    for (const layer of this.layers) layer.rename(this.nameOf(layer));
    const places = this.layers.map((layer) => this.#inputShapesOf(layer));
    this.layers.forEach((layer, i) => {
      layer.checkPlaces(places[i]!);
    });
    this.layers.forEach((layer, i) => {
      layer.build(places[i]!, seed);
    });
  }

  /** `[null, height, width, channels]`, for instance. @throws ConfigError when the model has several inputs */
  get inputShape(): BatchShape {
    return this.#only('input', this.inputEnds).shape;
  }

  /** @throws ConfigError when the model has several outputs */
  get outputShape(): BatchShape {
    return this.#only('output', this.outputEnds).shape;
  }

  /** The inputs in the order of `flatten`, by the names in `inputs` or else those of their layers. */
  get inputEnds(): readonly End[] {
    return this.#ends(this.inputs);
  }

  /** The outputs in order, by the names in `outputs` or else those of their layers. */
  get outputEnds(): readonly End[] {
    return this.#ends(this.outputs);
  }

  /** The name of a layer or an input layer within the model. */
  nameOf(operation: InputLayer | BaseLayer): string {
    return this.#names.get(operation)!;
  }

  /**
   * Adds a model of one input and one output to a graph. Inputs of bytes are images: they are scaled to 0 … 1
   * first, except for a `rescaling` that comes first, which takes them as they are.
   * @param x f32 or u8 `[batch, …]`
   * @throws ShapeError when `x` is not what the model takes
   */
  call(x: Value, context: ApplyContext): Value {
    this.#only('output', this.outputEnds);
    return this.callOn([x], context)[0]!;
  }

  /** Adds the model to a graph: values for `inputEnds`, and one for each of `outputEnds`. @throws ShapeError */
  callOn(inputs: readonly Value[], context: ApplyContext): readonly Value[] {
    const values = this.valuesOn(inputs, context);
    return this.graph.outputs.map((symbolic) => values.get(symbolic)!);
  }

  /**
   * Adds the model to a graph, as `callOn` does, and gives the values of all that lies between: what each layer gives
   * at each of its places, and the inputs as they are computed with, bytes scaled.
   * @throws ShapeError
   */
  valuesOn(inputs: readonly Value[], context: ApplyContext): ReadonlyMap<SymbolicTensor, Value> {
    const ends = this.inputEnds;
    if (inputs.length !== ends.length) {
      throw new ShapeError(
        `The model '${this.name}' was given ${inputs.length} inputs; it has ${ends.length}: ${ends.map(({ name }) => name).join(', ')}. Pass a value for each.`,
      );
    }
    inputs.forEach((value, i) => {
      this.#checkInput(value, ends[i]!);
    });
    const given = new Map<SymbolicTensor, Value>(this.graph.inputs.map((end, i) => [end, inputs[i]!]));
    const values = new Map(
      [...given].map(([end, value]) => [end, value.dtype === 'u8' ? fromBytes(value) : value]),
    );
    const placesSoFar = new Map<BaseLayer, number>();
    for (const symbolic of this.graph.tensors) {
      const { layer, inputs: taken } = symbolic.call!;
      const place = placesSoFar.get(layer) ?? 0;
      placesSoFar.set(layer, place + 1);
      const asGiven = layer instanceof Rescaling ? given : values;
      const operands = taken.map((each) => asGiven.get(each) ?? values.get(each)!);
      values.set(symbolic, layer.callOn(operands, place === 0 ? context : { ...context, place }));
    }
    return values;
  }

  /** The model without its weights, in Keras' vocabulary; `JSON.stringify(model)` uses it. */
  toJSON(): object {
    return functionalConfig(this);
  }

  /** All weights, in the order of the layers. */
  get weights(): readonly Weight[] {
    return this.layers.flatMap((layer) => layer.weights);
  }

  /** Goes up whenever weights are set. */
  get version(): number {
    return this.weights.reduce((sum, weight) => sum + weight.version, 0);
  }

  /** The graph input `x` of a model of one input, for a batch: f32, or u8 for images as bytes. */
  inputValue(batch: number, dtype: 'f32' | 'u8' = 'f32'): Value {
    this.#only('input', this.inputEnds);
    return this.inputValues(batch, [dtype])[0]!;
  }

  /** The graph inputs for a batch, in the order of `inputEnds`; several are called `x/` and their names. */
  inputValues(batch: number, dtypes: readonly ('f32' | 'u8')[]): readonly Value[] {
    const ends = this.inputEnds;
    return ends.map(({ name, shape: [, ...item] }, i) =>
      input(ends.length === 1 ? MODEL_INPUT : `${MODEL_INPUT}/${name}`, [batch, ...item], dtypes[i]!),
    );
  }

  /**
   * Computes outputs for any number of inputs, `[n, …inputShape]` → `[n, …outputShape]`, with the weights of the
   * moment of the call. Images may be bytes (u8); f32 is taken as it is. A model of several inputs takes a list
   * or an object of tensors, as its `inputs` are, and gives such of its `outputs`.
   * @throws ShapeError when the inputs are not what the model takes; ConfigError for an unusable batch size
   */
  predict(x: Like<In, Tensor>, options: PredictOptions = {}): Promise<Like<Out, Tensor<'f32'>>> {
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

  /**
   * What the weights' regularizers add to the loss, a graph value `[]`, in training and in evaluation; undefined
   * when there are none. Weights that training does not change add nothing, as in Keras.
   */
  get penalty(): Value | undefined {
    return penaltyOf(this.weights);
  }

  /**
   * Adds the weights' constraints to a training step, after the optimizer.
   * @param bundle of the variables of the weights to train
   * @param parameters the bundle as the optimizer has changed it
   * @returns the bundle when all constraints are met
   */
  constrain(bundle: Value, parameters: Value): Value {
    return constrain(this.weights, bundle, parameters);
  }

  /** How many numbers the weights hold. */
  countParams(): number {
    return this.weights.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * A table of the layers, with their output shapes, parameters and floating-point operations, and what training
   * will need. `describe(model)` gives the same as data.
   */
  summary(options: SummaryOptions = {}): string {
    return summary(this, options);
  }

  #ends(ends: Ends): readonly End[] {
    const names = partNames(ends);
    return flatten(ends).map(({ operation, shape }, i) => ({
      name: names?.[i] ?? this.nameOf(operation),
      shape,
    }));
  }

  #only(what: 'input' | 'output', ends: readonly End[]): End {
    if (ends.length === 1) return ends[0]!;
    throw new ConfigError(
      `The model '${this.name}' has ${ends.length} ${what}s, ${ends.map(({ name }) => name).join(', ')}; it was used as if it had one. Use ${what}Ends, which lists them.`,
    );
  }

  #inputShapesOf(layer: BaseLayer): number[][][] {
    return this.graph.tensors
      .filter(({ call }) => call?.layer === layer)
      .map(({ call }) => call!.inputs.map(({ shape: [, ...item] }) => item));
  }

  #checkInput({ dtype, shape }: Value, end: End): void {
    const [, ...item] = end.shape;
    if (dtype !== 'i32' && sameShape(shape.slice(1), item)) return;
    const which = this.inputEnds.length === 1 ? '' : ` as '${end.name}'`;
    throw new ShapeError(
      `The model '${this.name}' was given ${dtype} ${formatShape(shape)}${which}; it takes f32 or u8 ${formatShape(end.shape)}. Make its input with inputValue(batch).`,
    );
  }
}

/**
 * A model of layers that were applied to each other: branches, shared layers, several inputs and outputs. In
 * Keras, `Model(inputs, outputs)`.
 * @example
 * const image = inputLayer({ shape: [32, 32, 3] });
 * const features = conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }).apply(image);
 * const scores = dense({ units: 10, activation: 'softmax' }).apply(flatten().apply(features));
 * const classifier = model({ inputs: image, outputs: scores });
 * @throws ConfigError when inputs and outputs do not belong together, a layer belongs to another model, or names
 * are taken; ShapeError when a layer is used at several places that cannot share its weights
 */
export function model<const In extends Ends = SymbolicTensor, const Out extends Ends = SymbolicTensor>(
  options: ModelOptions & {
    /** What `inputLayer` gave: one, a list, or several by name. */
    readonly inputs: In;
    /** What layers gave: one, a list, or several by name. */
    readonly outputs: Out;
  },
): Model<In, Out> {
  expectKnownOptions('model', options, ['inputs', 'outputs', 'name', 'seed']);
  return new Model(options, options);
}

function checkSeed(seed: number): number {
  if (Number.isSafeInteger(seed)) return seed;
  throw new ConfigError(
    `The seed of a model is ${show(seed)}; it must be a whole number. Choose one, such as 0.`,
  );
}

function fromBytes(x: Value): Value {
  return rescale({ x, scale: constant(tensor([1 / 255], [1])), offset: constant(tensor([0], [1])) }).y;
}
