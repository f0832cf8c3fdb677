import type { BaseLayer } from '../base-layer.js';
import { InputLayer } from '../input-layer.js';
import type { AnyModel } from '../model.js';
import { pack } from '../structure.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';

/** A Keras object as JSON: a class and what its constructor takes. */
export interface KerasObject {
  readonly module: string;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name: string | null;
}

/** A layer's output at one of its places: name, number of the place, number of the output. */
export type KerasHistory = readonly [string, number, number];

/**
 * Layers in a row without their weights, as Keras 3 writes them with `model.to_json()` and reads them with
 * `model_from_json`. Keras skips the one entry of ours, `seed`; it cannot read padding given as cells, strides together
 * with a dilation, the initializer `bilinear` and local response normalisation.
 */
export function sequentialConfig(model: AnyModel): KerasObject {
  const layers = model.graph.operations.map((operation) => operationObject(model, operation));
  return kerasObject('keras', 'Sequential', { name: model.name, seed: model.seed, layers });
}

/** The same for layers that are connected in any way: Keras' class `Functional`. */
export function functionalConfig(model: AnyModel): KerasObject {
  const { operations, tensors, inputs, outputs } = model.graph;
  const histories = placeHistories(model);
  const layers = operations.map((operation) => ({
    ...operationObject(model, operation),
    name: model.nameOf(operation),
    inbound_nodes: tensors
      .filter(({ call }) => call!.layer === operation)
      .map(({ call }) => ({ args: [kerasTensors(call!, histories)], kwargs: {} })),
  }));
  const config = {
    name: model.name,
    trainable: true,
    seed: model.seed,
    layers,
    input_layers: pack(
      model.inputs,
      inputs.map((end) => histories.get(end)!),
    ),
    output_layers: pack(
      model.outputs,
      outputs.map((end) => histories.get(end)!),
    ),
  };
  return {
    ...kerasObject('keras.src.models.functional', 'Functional', config),
    registered_name: 'Functional',
  };
}

function placeHistories(model: AnyModel): Map<SymbolicTensor, KerasHistory> {
  const placesSoFar = new Map<InputLayer | BaseLayer, number>();
  return new Map(
    [...model.graph.inputs, ...model.graph.tensors].map((tensor) => {
      const { operation } = tensor;
      const place = placesSoFar.get(operation) ?? 0;
      placesSoFar.set(operation, place + 1);
      return [tensor, [model.nameOf(operation), place, 0]];
    }),
  );
}

/** Layers that merge take a list, others what they take by itself. */
function kerasTensors(
  { layer, inputs }: { readonly layer: BaseLayer; readonly inputs: readonly SymbolicTensor[] },
  histories: ReadonlyMap<SymbolicTensor, KerasHistory>,
): unknown {
  const tensors = inputs.map((tensor) => ({
    class_name: '__keras_tensor__',
    config: { shape: tensor.shape, dtype: 'float32', keras_history: histories.get(tensor)! },
  }));
  return layer.takesList ? tensors : tensors[0];
}

function operationObject(model: AnyModel, operation: InputLayer | BaseLayer): KerasObject {
  if (!(operation instanceof InputLayer))
    return kerasObject('keras.layers', operation.className, operation.getConfig());
  const batch_shape = [null, ...operation.shape];
  const config = { batch_shape, dtype: 'float32', name: model.nameOf(operation) };
  return kerasObject('keras.layers', 'InputLayer', config);
}

function kerasObject(
  module: string,
  className: string,
  config: Readonly<Record<string, unknown>>,
): KerasObject {
  return { module, class_name: className, config, registered_name: null };
}
