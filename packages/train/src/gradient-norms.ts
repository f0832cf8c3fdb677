import type { AnyModel, BaseLayer, SymbolicTensor, Weight } from '@cnn/layers';
import { gradients, mean, type Value } from '@cnn/tensor';
import type { StepGraph } from './step-graph.js';

/** How steep the loss is with respect to a layer. */
export interface LayerGradients {
  /** The layer's name. */
  readonly layer: string;
  /**
   * L2 norm of the gradient with respect to what the layer gives, for the whole batch and at all its places. Where a
   * loss takes the activation into itself, as cross-entropies do with the softmax at the end, with respect to what
   * goes into the activation.
   */
  readonly output: number;
  /** L2 norm of the gradient with respect to all weights of the layer that learn; 0 when it has none. */
  readonly weights: number;
  /** The same for each of these weights by its name, such as `conv2d/kernel`. */
  readonly byWeight: Readonly<Record<string, number>>;
}

/** How steep the loss of a batch is. */
export interface GradientNorms {
  /** The mean loss of the batch, what the weights' regularizers add included. */
  readonly loss: number;
  /** L2 norm of the gradient with respect to all weights that learn. */
  readonly total: number;
  /** In the order of the model's layers. */
  readonly layers: readonly LayerGradients[];
}

/** Adds the gradients with respect to weights and layers to a graph, as outputs to be read. */
export function gradientOutputs(
  model: AnyModel,
  { each, places }: StepGraph,
): Readonly<Record<string, Value>> {
  const loss = mean({ x: each }).y;
  const outputs = model.graph.tensors.map((place) => seenByLoss(loss, places.get(place)!));
  const weights = learning(model.weights);
  const all = gradients(loss, [...weights.map(({ variable }) => variable), ...outputs]);
  const named = [
    ...weights.map((weight, i) => [weightName(weight), all[i]!] as const),
    ...outputs.map((_, i) => [placeName(i), all[weights.length + i]!] as const),
  ];
  return { loss, ...Object.fromEntries(named) };
}

/** Measures what {@link gradientOutputs} has given. */
export function gradientNorms(model: AnyModel, read: (output: string) => Float32Array): GradientNorms {
  const layers = model.layers.map((layer): LayerGradients => {
    const byWeight = learning(layer.weights).map(
      (weight) => [weight.name, norm([read(weightName(weight))])] as const,
    );
    return {
      layer: layer.name,
      output: norm(placesOf(model, layer).map((place) => read(place))),
      weights: Math.hypot(...byWeight.map(([, each]) => each)),
      byWeight: Object.fromEntries(byWeight),
    };
  });
  return { loss: read('loss')[0]!, total: Math.hypot(...layers.map(({ weights }) => weights)), layers };
}

/** A value, or what it is made of when a loss has looked behind it, as behind a softmax. */
function seenByLoss(loss: Value, value: Value): Value {
  const [gradient] = gradients(loss, [value]);
  if (gradient!.source.kind !== 'constant' || value.source.kind !== 'node') return value;
  const { x } = value.source.node.inputs as { readonly x?: Value };
  return x ? seenByLoss(loss, x) : value;
}

function learning(weights: readonly Weight[]): readonly Weight[] {
  return weights.filter(({ trainable }) => trainable);
}

/** Names of the outputs for the places of a layer. */
function placesOf({ graph }: AnyModel, layer: BaseLayer): readonly string[] {
  const isHere = ({ call }: SymbolicTensor): boolean => call!.layer === layer;
  return [...graph.tensors.keys()].filter((i) => isHere(graph.tensors[i]!)).map(placeName);
}

function placeName(place: number): string {
  return `place ${place}`;
}

function weightName({ name }: Weight): string {
  return `weight ${name}`;
}

/** In f64, so that squares of small gradients do not vanish. */
function norm(parts: readonly Float32Array[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) sum += part[i]! * part[i]!;
  }
  return Math.sqrt(sum);
}
