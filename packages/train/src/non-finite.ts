import type { AnyModel, Weight } from '@cnn/layers';
import type { Value } from '@cnn/tensor';
import type { Batch } from './batch-inputs.js';
import type { StepGraph } from './step-graph.js';

/** Where a loss that is not a finite number came from. */
export interface NonFinite {
  /** The step, counted from 0 through all calls of `fit`. */
  readonly step: number;
  /** The loss of the step. */
  readonly loss: number;
  /** Weights that are trained and were not finite before the step: the one before had moved them too far. */
  readonly weights: readonly string[];
  /** Whether the samples themselves were not finite. */
  readonly samples: boolean;
  /**
   * The first layer whose output was not finite; `undefined` when only the loss was not, and when there was no memory
   * left to look at all layers.
   */
  readonly layer: string | undefined;
}

/** What the layers give, at each of their places, as outputs to be read. */
export function layerOutputs(model: AnyModel, { places }: StepGraph): Readonly<Record<string, Value>> {
  return Object.fromEntries(model.graph.tensors.map((place, i) => [outputOfPlace(i), places.get(place)!]));
}

/** The first layer, in the order of computing, that gave something that is not finite. */
export function firstNonFinite(
  model: AnyModel,
  read: (output: string) => ArrayLike<number>,
): string | undefined {
  const { tensors } = model.graph;
  return tensors.find((_, i) => !allFinite(read(outputOfPlace(i))))?.call?.layer.name;
}

/** Names of the weights that are trained and not finite. Others, such as running averages, the step itself may spoil. */
export function nonFiniteWeights(
  weights: readonly Weight[],
  read: (weight: Weight) => ArrayLike<number>,
): string[] {
  const trained = weights.filter(({ trainable }) => trainable);
  return trained.filter((weight) => !allFinite(read(weight))).map(({ name }) => name);
}

/** Whether all numbers of a batch's samples are finite. */
export function finiteSamples({ data, order, begin, end }: Batch): boolean {
  const rows = Array.from({ length: end - begin }, (_, i) => order?.[begin + i] ?? begin + i);
  return data.x.every((x) => rows.every((row) => allFinite(x.rows(row, row + 1).data)));
}

export function allFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return false;
  return true;
}

function outputOfPlace(place: number): string {
  return `output ${place}`;
}
