import { ConfigError } from '@cnn/tensor';
import { inputLayer } from './input-layer.js';
import { sequentialConfig } from './io/to-keras.js';
import type { Layer } from './layer.js';
import { layerNames } from './layer-names.js';
import { Model } from './model.js';
import { expectKnownOptions } from './options.js';
import type { SymbolicTensor } from './symbolic-tensor.js';

export interface SequentialOptions {
  /** Default `sequential`. */
  readonly name?: string;
  /** A whole number that the first weights are derived from: the same seed gives the same weights. Default 0. */
  readonly seed?: number;
}

/** Layers one after another. */
export class Sequential extends Model {
  declare readonly layers: readonly Layer[];

  /** @throws ConfigError or ShapeError; the layers can then still be used in another model. */
  constructor(layers: readonly Layer[], options: SequentialOptions = {}) {
    expectKnownOptions('sequential', options, ['name', 'seed']);
    const { name = 'sequential', seed = 0 } = options;
    super(chain(name, layers), { name, seed });
  }

  override toJSON(): object {
    return sequentialConfig(this);
  }
}

/**
 * A model of layers one after another. The first needs an `inputShape`.
 * @example
 * const model = sequential([
 *   conv2d({ filters: 32, kernelSize: 3, activation: 'relu', inputShape: [32, 32, 3] }),
 *   flatten(),
 *   dense({ units: 10, activation: 'softmax' }),
 * ]);
 * @throws ConfigError for unusable layers or options; ShapeError, naming the layer, when one cannot take what the one before gives
 */
export function sequential(layers: readonly Layer[], options: SequentialOptions = {}): Sequential {
  return new Sequential(layers, options);
}

/** Applies each layer to what the one before gives. */
function chain(name: string, layers: readonly Layer[]): { inputs: SymbolicTensor; outputs: SymbolicTensor } {
  if (new Set(layers).size < layers.length) {
    throw new ConfigError(
      `The model '${name}' was given the same layer twice; each place needs a layer of its own. Call the factory, such as conv2d(…), once for each, or use model({ inputs, outputs }), in which places can share one.`,
    );
  }
  // Before anything else, so that messages name the layers.
  layerNames(layers).forEach((layerName, i) => {
    layers[i]!.rename(layerName);
  });
  const [first] = layers;
  if (!first) throw new ConfigError(`The model '${name}' has no layers; it needs one at least. Pass some.`);
  const shape = first.givenInputShape;
  if (!shape) {
    throw new ConfigError(
      `The model '${name}' does not know the shape of its inputs; its first layer, ${first.label}, must tell. Give that layer an inputShape, [height, width, channels] for instance.`,
    );
  }
  const inputs = inputLayer({ shape });
  const outputs = layers.reduce((x, layer) => layer.apply(x), inputs);
  return { inputs, outputs };
}
