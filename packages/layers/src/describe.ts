import {
  adamUpdate,
  add,
  bundle,
  type Computation,
  input,
  largestBatch,
  type MemoryReport,
  makePlan,
  mean,
  meanSquaredError,
  trainingStep,
  type Value,
  variable,
} from '@cnn/tensor';
import type { BaseLayer } from './base-layer.js';
import { trainContext } from './context.js';
import { InputLayer } from './input-layer.js';
import type { AnyModel } from './model.js';
import { expectKnownOptions, wholePositive } from './options.js';
import type { BatchShape, SymbolicTensor } from './symbolic-tensor.js';

export interface DescribeOptions {
  /** Inputs in a training step. Default 32. */
  readonly batchSize?: number;
}

/** A layer in a {@link ModelDescription}. */
export interface LayerDescription {
  readonly name: string;
  readonly className: string;
  /** At the first place where the layer is used. */
  readonly outputShape: BatchShape;
  /** How many numbers its weights hold. */
  readonly parameters: number;
  /** Multiplications and additions with weights in the forward pass of one input, at all places together. */
  readonly flops: number;
  /** Names of the layers and inputs whose outputs it takes, place after place. */
  readonly inputs: readonly string[];
}

/** What a model consists of and what it takes to train it. */
export interface ModelDescription {
  readonly name: string;
  readonly layers: readonly LayerDescription[];
  /** Whether each layer takes what the one before gives, and nothing else. */
  readonly linear: boolean;
  readonly parameters: { readonly total: number; readonly trainable: number };
  /**
   * Multiplications and additions with weights for one input: forward; and to train, which is the forward pass,
   * the gradients of the weights, and those of the inputs of every layer but the first with weights.
   */
  readonly flops: { readonly forward: number; readonly training: number };
  readonly batchSize: number;
  /** Bytes that a training step with Adam needs for a batch, on one thread. */
  readonly memory: MemoryReport;
  /** The largest batch that WebAssembly memory has room for in such a step; 0 when it has none for a single input. */
  readonly largestBatchSize: number;
}

/** Counts a model's parameters, operations and memory, without computing anything. @throws ConfigError */
export function describe(model: AnyModel, options: DescribeOptions = {}): ModelDescription {
  expectKnownOptions('describe', options, ['batchSize']);
  const { batchSize = 32 } = options;
  wholePositive('The batchSize of a summary', batchSize);
  const layers = operationsShown(model).map((operation) => describeOperation(model, operation));
  const trainable = model.weights.reduce((sum, weight) => sum + (weight.trainable ? weight.size : 0), 0);
  let memory: MemoryReport | undefined;
  let largest: number | undefined;
  return {
    name: model.name,
    layers,
    linear: isLinear(model),
    parameters: { total: model.countParams(), trainable },
    flops: {
      forward: layers.reduce((sum, { flops }) => sum + flops, 0),
      training: trainingFlops(model),
    },
    batchSize,
    // Laying a step out takes longer than all the rest, and not everybody asks.
    get memory() {
      memory ??= trainingMemory(model, batchSize);
      return memory;
    },
    get largestBatchSize() {
      largest ??= largestBatch((size) => trainingMemory(model, size).total);
      return largest;
    },
  };
}

/** Layers in a row say all there is to see; other models show their inputs as well, as in Keras. */
function operationsShown(model: AnyModel): readonly (InputLayer | BaseLayer)[] {
  return isLinear(model) ? model.layers : model.graph.operations;
}

/** Whether each layer takes what the one before gives, and nothing else. */
function isLinear({ graph: { inputs, outputs, tensors } }: AnyModel): boolean {
  return (
    inputs.length === 1 && outputs.length === 1 && tensors.every(({ call }) => call!.inputs.length === 1)
  );
}

function describeOperation(model: AnyModel, operation: InputLayer | BaseLayer): LayerDescription {
  const name = model.nameOf(operation);
  const { className } = operation;
  if (operation instanceof InputLayer) {
    return { name, className, outputShape: [null, ...operation.shape], parameters: 0, flops: 0, inputs: [] };
  }
  const places = model.graph.tensors.filter(({ call }) => call!.layer === operation);
  return {
    name,
    className,
    outputShape: places[0]!.shape,
    parameters: operation.weights.reduce((sum, { size }) => sum + size, 0),
    flops: places.reduce((sum, place) => sum + flopsAt(place), 0),
    inputs: places.flatMap(({ call }) => call!.inputs.map((taken) => model.nameOf(taken.operation))),
  };
}

function flopsAt({ call }: SymbolicTensor): number {
  return call!.layer.flopsFrom(call!.inputs.map(({ shape: [, ...item] }) => item));
}

/** At each place: forward, the gradients of weights where there are some, and of inputs that weights come before. */
function trainingFlops({ graph }: AnyModel): number {
  const learned = new Set<SymbolicTensor>();
  let flops = 0;
  for (const tensor of graph.tensors) {
    const { layer, inputs } = tensor.call!;
    const learns = layer.weights.some(({ trainable }) => trainable);
    const learnsBefore = inputs.some((taken) => learned.has(taken));
    flops += flopsAt(tensor) * (1 + Number(learns) + Number(learnsBefore));
    if (learns || learnsBefore) learned.add(tensor);
  }
  return flops;
}

/** Memory of a real training step, as its plan lays it out. */
function trainingMemory(model: AnyModel, batchSize: number): MemoryReport {
  const dtypes = model.inputEnds.map(({ shape }) => (shape.length === 4 ? 'u8' : 'f32'));
  const context = trainContext();
  const outputs = model.callOn(model.inputValues(batchSize, dtypes), context);
  const losses = outputs.map((predictions, i) => {
    const targets = input(`targets${i}`, predictions.shape);
    return mean({ x: meanSquaredError({ predictions, targets }).loss }).y;
  });
  const { penalty } = model;
  const loss = [...losses, ...(penalty ? [penalty] : [])].reduce((a, b) => add({ a, b }).y);
  const target = { variant: 'simd', threads: 1, deterministic: false } as const;
  return makePlan(withAdam(model, loss, context.updates), target).memory;
}

function withAdam(model: AnyModel, loss: Value, updates: readonly Value[]): Computation {
  const variables = model.weights.filter(({ trainable }) => trainable).map((weight) => weight.variable);
  if (variables.length === 0) return { outputs: { loss }, updates };
  const all = bundle(variables, 'parameters');
  return trainingStep({
    loss,
    parameters: all,
    outputs: {},
    updates,
    update: (parameters, gradients) => {
      const m = variable('m', parameters.shape, 'slots');
      const v = variable('v', parameters.shape, 'slots');
      const alpha = input('alpha', [1]);
      const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
      const updated = adamUpdate({ parameters, gradients, m, v, alpha }, settings);
      return [model.constrain(all, updated.newParameters), updated.newM, updated.newV];
    },
  });
}
