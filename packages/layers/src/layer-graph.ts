import { ConfigError } from '@cnn/tensor';
import type { BaseLayer } from './base-layer.js';
import type { InputLayer } from './input-layer.js';
import { SymbolicTensor } from './symbolic-tensor.js';

/** What a model consists of, in the orders in which it is computed and written down. */
export interface LayerGraph {
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  /** What the layers give at all their places, each after what it needs. */
  readonly tensors: readonly SymbolicTensor[];
  /** Inputs and layers, the farthest from the outputs first, in the order of Keras' `model.layers`. */
  readonly operations: readonly (InputLayer | BaseLayer)[];
}

/**
 * Finds the layers between inputs and outputs.
 * @param name the model's, for messages
 * @throws ConfigError when an input leads to no output, or an output depends on another input
 */
export function layerGraph(
  name: string,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): LayerGraph {
  checkEnds(name, inputs, outputs);
  const { tensors, operations } = traverse(name, inputs, outputs);
  for (const input of inputs) {
    if (operations.includes(input.operation)) continue;
    throw new ConfigError(
      `The model '${name}' has ${input.label}, among its inputs, which none of its outputs depends on. Leave it out, or connect it.`,
    );
  }
  const depth = depths(tensors, inputs);
  const order = new Map(operations.map((operation, i) => [operation, i]));
  const sorted = [...operations].sort(
    (a, b) => depth.get(b)! - depth.get(a)! || order.get(a)! - order.get(b)!,
  );
  return { inputs, outputs, tensors, operations: sorted };
}

/** Tells an input, or what a layer gives at one of its places, from all others of a graph. */
export function placeNumber({ inputs, tensors }: LayerGraph, place: SymbolicTensor): number {
  return [...inputs, ...tensors].indexOf(place);
}

function checkEnds(
  name: string,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): void {
  for (const [what, ends] of Object.entries({ inputs, outputs })) {
    if (ends.length > 0 && ends.every((end) => end instanceof SymbolicTensor)) continue;
    throw new ConfigError(
      `The model '${name}' was given ${ends.length === 0 ? 'no' : 'other things as'} ${what}; its ${what} must come from inputLayer(…) or a layer's apply. Pass one, a list of them, or several by name.`,
    );
  }
  for (const input of inputs) {
    if (!input.call) continue;
    throw new ConfigError(
      `The model '${name}' was given ${input.label}, as an input; a model begins where numbers enter. Pass what inputLayer(…) gave.`,
    );
  }
  if (new Set(inputs).size < inputs.length) {
    throw new ConfigError(
      `The model '${name}' was given the same input twice; each batch enters once. Leave one out.`,
    );
  }
}

/** Depth first from the outputs, without recursion; operations in the order in which they are met. */
function traverse(
  name: string,
  inputs: readonly SymbolicTensor[],
  outputs: readonly SymbolicTensor[],
): { tensors: SymbolicTensor[]; operations: (InputLayer | BaseLayer)[] } {
  const tensors: SymbolicTensor[] = [];
  const operations = new Set<InputLayer | BaseLayer>();
  const done = new Set<SymbolicTensor>();
  const stack = [...outputs].reverse().map((tensor) => ({ tensor, user: 'its outputs', open: false }));
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { tensor, user, open } = top;
    if (done.has(tensor)) continue;
    const { call } = tensor;
    if (open || !call) {
      if (!call && !inputs.includes(tensor)) {
        throw new ConfigError(
          `The model '${name}' is disconnected: ${user} needs ${tensor.label}, which is not among the model's inputs. Add it to the inputs.`,
        );
      }
      operations.add(tensor.operation);
      done.add(tensor);
      if (call) tensors.push(tensor);
      continue;
    }
    operations.add(call.layer);
    stack.push({ tensor, user, open: true });
    for (const input of [...call.inputs].reverse())
      stack.push({ tensor: input, user: call.layer.label, open: false });
  }
  return { tensors, operations: [...operations] };
}

/** Layers between an operation and the farthest output that depends on it, as Keras counts them. */
function depths(
  tensors: readonly SymbolicTensor[],
  inputs: readonly SymbolicTensor[],
): Map<InputLayer | BaseLayer, number> {
  const ofTensor = new Map<SymbolicTensor, number>();
  const ofOperation = new Map<InputLayer | BaseLayer, number>();
  for (const tensor of [...inputs, ...tensors].reverse()) {
    const { operation, call } = tensor;
    const depth = Math.max(ofTensor.get(tensor) ?? 0, ofOperation.get(operation) ?? 0);
    ofOperation.set(operation, depth);
    for (const input of call?.inputs ?? [])
      ofTensor.set(input, Math.max(ofTensor.get(input) ?? 0, depth + 1));
  }
  return ofOperation;
}
