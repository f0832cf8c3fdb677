import type { Layer } from '../layer.js';
import type { Sequential } from '../sequential.js';

/** A Keras object as JSON: a class and what its constructor takes. */
export interface KerasObject {
  readonly module: string;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name: null;
}

/**
 * A model without its weights, as Keras 3 writes it with `model.to_json()` and reads it with `model_from_json`.
 * Keras skips the one entry of ours, `seed`; it cannot read padding given as cells.
 */
export function toKerasConfig(model: Sequential): KerasObject {
  const input = { batch_shape: model.inputShape, dtype: 'float32', name: 'input_layer' };
  const layers = [
    kerasObject('keras.layers', 'InputLayer', input),
    ...model.layers.map((layer: Layer) => kerasObject('keras.layers', layer.className, layer.getConfig())),
  ];
  return kerasObject('keras', 'Sequential', { name: model.name, seed: model.seed, layers });
}

function kerasObject(
  module: string,
  className: string,
  config: Readonly<Record<string, unknown>>,
): KerasObject {
  return { module, class_name: className, config, registered_name: null };
}
