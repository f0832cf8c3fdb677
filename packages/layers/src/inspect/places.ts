import { ConfigError } from '@cnn/tensor';
import { BaseLayer } from '../base-layer.js';
import type { AnyModel } from '../model.js';
import { nearest } from '../nearest.js';
import { show } from '../options.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';

/** A layer of a model, or its name. */
export type LayerChoice = BaseLayer | string;

/**
 * What a layer gives, at each of the places where a model uses it.
 * @throws ConfigError when the model has no such layer; the message tells the nearest name
 */
export function placesOf(model: AnyModel, layer: LayerChoice): readonly SymbolicTensor[] {
  const found = model.graph.tensors.filter(({ call }) => call!.layer === layer || call!.layer.name === layer);
  if (found.length > 0) return found;
  const names = model.layers.map(({ name }) => name);
  const asked = layer instanceof BaseLayer ? layer.name : layer;
  const guess = typeof asked === 'string' ? nearest(asked, names) : undefined;
  throw new ConfigError(
    `The model '${model.name}' was asked for ${layer instanceof BaseLayer ? layer.label : show(layer)}, which is none of its layers: ${names.join(', ')}. ${guess ? `Did you mean '${guess}'?` : 'Choose one of these.'}`,
  );
}
