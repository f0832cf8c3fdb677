import type { AnyModel, Weight } from '@cnn/layers';
import type { Value } from '@cnn/tensor';
import type { StepGraph } from './step-graph.js';

/** Where a loss that is not a finite number came from. */
export interface NonFinite {
  /** The step, counted from 0 through all calls of `fit`. */
  readonly step: number;
  /** The loss of the step. */
  readonly loss: number;
  /** Weights that were not finite before the step: the one before had moved them too far. */
  readonly weights: readonly string[];
  /** Whether the samples themselves were not finite. */
  readonly samples: boolean;
  /** The first layer whose output was not finite; `undefined` when only the loss was not. */
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

/** Names of the weights that are not finite. */
export function nonFiniteWeights(
  weights: readonly Weight[],
  read: (weight: Weight) => ArrayLike<number>,
): string[] {
  return weights.filter((weight) => !allFinite(read(weight))).map(({ name }) => name);
}

export function allFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return false;
  return true;
}

function outputOfPlace(place: number): string {
  return `output ${place}`;
}
