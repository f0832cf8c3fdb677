import {
  adamUpdate,
  bundle,
  type Computation,
  input,
  type MemoryReport,
  makePlan,
  mean,
  meanSquaredError,
  trainingStep,
  type Value,
  variable,
} from '@cnn/tensor';
import { trainContext } from './context.js';
import type { BatchShape, Model } from './model.js';
import { wholePositive } from './options.js';

export interface DescribeOptions {
  /** Inputs in a training step. Default 32. */
  readonly batchSize?: number;
}

/** A layer in a {@link ModelDescription}. */
export interface LayerDescription {
  readonly name: string;
  readonly className: string;
  readonly outputShape: BatchShape;
  /** How many numbers its weights hold. */
  readonly parameters: number;
  /** Multiplications and additions with weights in the forward pass of one input. */
  readonly flops: number;
}

/** What a model consists of and what it takes to train it. */
export interface ModelDescription {
  readonly name: string;
  readonly layers: readonly LayerDescription[];
  readonly parameters: { readonly total: number; readonly trainable: number };
  /**
   * Multiplications and additions with weights for one input: forward; and to train, which is the forward pass,
   * the gradients of the weights, and those of the inputs of every layer but the first with weights.
   */
  readonly flops: { readonly forward: number; readonly training: number };
  readonly batchSize: number;
  /** Bytes that a training step with Adam needs for a batch, on one thread. */
  readonly memory: MemoryReport;
}

/** Counts a model's parameters, operations and memory, without computing anything. @throws ConfigError */
export function describe(model: Model, { batchSize = 32 }: DescribeOptions = {}): ModelDescription {
  wholePositive('The batchSize of a summary', batchSize);
  const layers: LayerDescription[] = [];
  let [, ...shape] = model.inputShape;
  let training = 0;
  let learnsBefore = false;
  for (const layer of model.layers) {
    const flops = layer.flops(shape);
    const learns = layer.weights.some(({ trainable }) => trainable);
    training += flops * (1 + Number(learns) + Number(learnsBefore));
    learnsBefore ||= learns;
    shape = [...layer.outputShape(shape)];
    const { name, className } = layer;
    const parameters = layer.weights.reduce((sum, { value }) => sum + value.size, 0);
    layers.push({ name, className, outputShape: [null, ...shape], parameters, flops });
  }
  const trainable = model.weights.reduce(
    (sum, weight) => sum + (weight.trainable ? weight.value.size : 0),
    0,
  );
  return {
    name: model.name,
    layers,
    parameters: { total: model.countParams(), trainable },
    flops: { forward: layers.reduce((sum, { flops }) => sum + flops, 0), training },
    batchSize,
    memory: trainingMemory(model, batchSize),
  };
}

/** Memory of a real training step, as its plan lays it out. */
function trainingMemory(model: Model, batchSize: number): MemoryReport {
  const isImage = model.inputShape.length === 4;
  const context = trainContext();
  const predictions = model.apply(model.inputValue(batchSize, isImage ? 'u8' : 'f32'), context);
  const targets = input('targets', predictions.shape);
  const loss = mean({ x: meanSquaredError({ predictions, targets }).loss }).y;
  const target = { variant: 'simd', threads: 1, deterministic: false } as const;
  return makePlan(withAdam(model, loss, context.updates), target).memory;
}

function withAdam(model: Model, loss: Value, updates: readonly Value[]): Computation {
  const variables = model.weights.filter(({ trainable }) => trainable).map((weight) => weight.variable);
  if (variables.length === 0) return { outputs: { loss }, updates };
  return trainingStep({
    loss,
    parameters: bundle(variables, 'parameters'),
    outputs: {},
    updates,
    update: (parameters, gradients) => {
      const m = variable('m', parameters.shape, 'slots');
      const v = variable('v', parameters.shape, 'slots');
      const rates = input('rates', [2]);
      const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
      const updated = adamUpdate({ parameters, gradients, m, v, rates }, settings);
      return [updated.newParameters, updated.newM, updated.newV];
    },
  });
}
