import { ConfigError, FormatError } from '@cnn/tensor';
import { Layer } from '../layer.js';
import { type AnyModel, type Ends, Model } from '../model.js';
import { show } from '../options.js';
import { Sequential } from '../sequential.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { expectKerasObject, inputShapeIn, layerFrom } from './from-keras.js';
import { connect } from './functional-from-keras.js';

/**
 * A model, with fresh weights, from what `model.toJSON()` gave or Keras wrote with `model.to_json()`: a Sequential or
 * a Functional of the layers that exist here. A model of several inputs or outputs has the type parameters that say
 * so, which are taken on trust: `modelFromJSON<SymbolicTensor, SymbolicTensor[]>(json)`.
 * @param json text, or what `JSON.parse` made of it
 * @throws FormatError when it is no model; ConfigError when it uses what does not exist here
 */
export function modelFromJSON<In extends Ends = SymbolicTensor, Out extends Ends = SymbolicTensor>(
  json: string | object,
): Model<In, Out> {
  return readModel(json) as AnyModel as Model<In, Out>;
}

function readModel(json: string | object): AnyModel {
  const root = expectKerasObject('A model', typeof json === 'string' ? parse(json) : json);
  const classes = ['Sequential', 'Functional', 'Model'];
  if (!classes.includes(root.className)) {
    throw new ConfigError(
      `The model is of the class '${root.className}'; only Sequential and Functional are known here. Save it as one of these.`,
    );
  }
  const { name, seed, layers } = root.config;
  if (!Array.isArray(layers)) {
    throw new FormatError(
      `The model has the layers ${show(layers)}; they must be a list. Save the model again.`,
    );
  }
  const options = {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof seed === 'number' ? { seed } : {}),
  };
  if (root.className === 'Sequential') return new Sequential(layersFrom(layers), options);
  return new Model(connect(root.config, layers), options);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new FormatError(
      `The text of a model is not JSON: ${(error as Error).message}. Pass what JSON.stringify(model) gave.`,
    );
  }
}

/** Keras tells the input shape in a layer of its own, or in the first layer. */
function layersFrom(configs: readonly unknown[]): Layer[] {
  let inputShape: unknown;
  const layers: Layer[] = [];
  for (const [index, value] of configs.entries()) {
    const { className, config } = expectKerasObject(`Layer ${index} of the model`, value);
    if (className === 'InputLayer') {
      inputShape = inputShapeIn(config);
      continue;
    }
    const layer = layerFrom(`layer ${index}`, className, config, inputShape);
    if (!(layer instanceof Layer)) {
      throw new ConfigError(
        `Layer ${index} of the model is of the class ${className}, which takes several inputs; a Sequential has one line of layers. Save the model as a Functional.`,
      );
    }
    layers.push(layer);
    inputShape = undefined;
  }
  return layers;
}
