import { inferContext, type Model, type SymbolicTensor, trainContext } from '@cnn/layers';
import {
  biasAdd,
  ConfigError,
  input,
  multiply,
  reshape,
  type Shape,
  sameShape,
  sizeOf,
  type Value,
} from '@cnn/tensor';
import type { Loss } from './losses/loss.js';
import type { Metric } from './metrics/metric.js';

/** Names of graph inputs beside the model's own. */
export const TARGET_INPUT = 'y';
export const WEIGHT_INPUT = 'weights';
export const RATES_INPUT = 'rates';

/** What a step of learning or testing computes. */
export interface StepGraph {
  /** The loss of each sample, weighed, what the weights' regularizers add included. */
  readonly each: Value;
  /** The loss of each sample, and what metrics are made of, by output name. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** What training changes besides parameters, such as running averages. */
  readonly updates: readonly Value[];
  /** What each layer gives at each of its places. */
  readonly places: ReadonlyMap<SymbolicTensor, Value>;
}

/** What a batch looks like. */
export interface BatchType {
  readonly mode: 'train' | 'infer';
  readonly size: number;
  readonly dtype: 'f32' | 'u8';
  /** What of a sample has a weight of its own: `[]` is all of it. Without, nothing is weighed. */
  readonly weights?: Shape | undefined;
}

/**
 * A batch's way through model, loss and metrics.
 * @throws ConfigError or ShapeError when these do not fit together
 */
export function stepGraph(
  model: Model,
  loss: Loss,
  metrics: readonly Metric[],
  { mode, size, dtype, weights }: BatchType,
): StepGraph {
  const x = model.inputValue(size, dtype);
  const context = mode === 'train' ? trainContext() : inferContext;
  const shape = [size, ...model.outputShape.slice(1)] as Shape;
  const places = model.valuesOn([x], context);
  const output = places.get(model.outputs)!;
  const y =
    loss.targets === 'labels' ? input(TARGET_INPUT, shape.slice(0, -1), 'i32') : input(TARGET_INPUT, shape);
  const { each: ofSamples, predictions } = loss.build(output, y);
  const each = withPenalty(weights ? weighed(ofSamples, weights, loss) : ofSamples, model.penalty);
  const figures = [each, ...metrics.map((metric) => metric.build(predictions, y, loss))];
  const outputs = Object.fromEntries(figures.map((value, i) => [outputName(i), value]));
  return { each, outputs, updates: context.updates ?? [], places };
}

/** Multiplies losses by weights, which their mean does not take out again: it is Σ weight · loss / losses. */
function weighed(each: Value, weights: Shape, loss: Loss): Value {
  if (!sameShape(each.shape.slice(1, 1 + weights.length), weights)) {
    throw new ConfigError(
      `Weights were given for the parts of a sample, such as its pixels, but ${loss.name} has one loss for all of them. Weigh whole samples, with a sampleWeight of the shape [samples], or use another loss.`,
    );
  }
  return multiply({ a: each, b: input(WEIGHT_INPUT, each.shape) }).y;
}

/** Adds what the weights' regularizers cost to the loss of each sample, and so to their mean. */
function withPenalty(each: Value, penalty: Value | undefined): Value {
  if (!penalty) return each;
  const rows = reshape({ x: each }, [sizeOf(each.shape), 1]).y;
  const bias = reshape({ x: penalty }, [1]).y;
  return reshape({ x: biasAdd({ x: rows, bias }).y }, each.shape).y;
}

/** Outputs go by number, so that no metric's name can meet another output's. */
export function outputName(figure: number): string {
  return `figure${figure}`;
}
