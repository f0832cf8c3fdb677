import { type AnyModel, inferContext, type SymbolicTensor, trainContext } from '@cnn/layers';
import {
  add,
  biasAdd,
  ConfigError,
  input,
  mean,
  multiply,
  reshape,
  type Shape,
  sameShape,
  scale,
  sizeOf,
  type Value,
} from '@cnn/tensor';
import type { Goal } from './goals.js';
import type { Loss } from './losses/loss.js';

/** Name of the graph input for a number that the optimizer sets for each step. */
export function rateInput(name: string): string {
  return `rate/${name}`;
}

/** Name of the graph input for what an output should have been. */
export function targetInput(output: number): string {
  return output === 0 ? 'y' : `y/${output}`;
}

/** Name of the graph input for how much the losses of an output count. */
export function weightInput(output: number): string {
  return output === 0 ? 'weights' : `weights/${output}`;
}

/** What a step of learning or testing computes. */
export interface StepGraph {
  /** What is minimised in the mean, regularizers included: the loss of each sample, or one number for several outputs. */
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
  /** Of each input. */
  readonly dtypes: readonly ('f32' | 'u8')[];
  /** For each output, what of a sample has a weight of its own: `[]` is all of it. Without, nothing is weighed. */
  readonly weights?: readonly (Shape | undefined)[];
}

/**
 * A batch's way through model, losses and metrics.
 * @throws ConfigError or ShapeError when these do not fit together
 */
export function stepGraph(
  model: AnyModel,
  goals: readonly Goal[],
  { mode, size, dtypes, weights = [] }: BatchType,
): StepGraph {
  const context = mode === 'train' ? trainContext() : inferContext;
  const places = model.valuesOn(model.inputValues(size, dtypes), context);
  const parts = model.graph.outputs.map((symbolic, i) => {
    const goal = goals[i]!;
    const output = places.get(symbolic)!;
    const y = targetValue(goal, size, i);
    const { each, predictions } = goal.loss.build(output, y);
    const losses = weights[i] ? weighed(each, weights[i], goal.loss, i) : each;
    return { each: losses, metrics: goal.metrics.map((metric) => metric.build(predictions, y, goal.loss)) };
  });
  const losses = parts.map(({ each }) => each);
  const each = withPenalty(together(losses, goals), model.penalty);
  const figures = [each, ...(parts.length > 1 ? losses : []), ...parts.flatMap(({ metrics }) => metrics)];
  const outputs = Object.fromEntries(figures.map((value, i) => [outputName(i), value]));
  return { each, outputs, updates: context.updates ?? [], places };
}

/** The graph input that takes what an output should have been. */
function targetValue({ output, loss }: Goal, size: number, i: number): Value {
  const shape = [size, ...output.shape.slice(1)] as Shape;
  return loss.targets === 'labels'
    ? input(targetInput(i), shape.slice(0, -1), 'i32')
    : input(targetInput(i), shape);
}

/** One loss of all outputs: Σ weight · mean, a single number unless there is but one output. */
function together(losses: readonly Value[], goals: readonly Goal[]): Value {
  if (losses.length === 1) {
    const [{ weight }] = goals as [Goal];
    return weight === 1 ? losses[0]! : scale({ x: losses[0]! }, weight).y;
  }
  const means = losses.map((each, i) => scale({ x: mean({ x: each }).y }, goals[i]!.weight).y);
  return reshape({ x: means.reduce((a, b) => add({ a, b }).y) }, [1]).y;
}

/** Multiplies losses by weights, which their mean does not take out again: it is Σ weight · loss / losses. */
function weighed(each: Value, weights: Shape, loss: Loss, i: number): Value {
  if (!sameShape(each.shape.slice(1, 1 + weights.length), weights)) {
    throw new ConfigError(
      `Weights were given for the parts of a sample, such as its pixels, but ${loss.name} has one loss for all of them. Weigh whole samples, with a sampleWeight of the shape [samples], or use another loss.`,
    );
  }
  return multiply({ a: each, b: input(weightInput(i), each.shape) }).y;
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
