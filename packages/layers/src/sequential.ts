import {
  ConfigError,
  constant,
  formatShape,
  rescale,
  type Shape,
  ShapeError,
  sameShape,
  tensor,
  type Value,
} from '@cnn/tensor';
import type { ApplyContext } from './context.js';
import { toKerasConfig } from './io/to-keras.js';
import type { Layer } from './layer.js';
import { layerNames } from './layer-names.js';
import { Rescaling } from './layers/rescaling.js';
import { type BatchShape, Model } from './model.js';
import { expectKnownOptions, show } from './options.js';

export interface SequentialOptions {
  /** Default `sequential`. */
  readonly name?: string;
  /** A whole number that the first weights are derived from: the same seed gives the same weights. Default 0. */
  readonly seed?: number;
}

/** Layers one after another. */
export class Sequential extends Model {
  override readonly layers: readonly Layer[];
  override readonly inputShape: BatchShape;
  override readonly outputShape: BatchShape;

  /** @throws ConfigError or ShapeError; the layers can then still be used in another model. */
  constructor(layers: readonly Layer[], options: SequentialOptions = {}) {
    expectKnownOptions('sequential', options, ['name', 'seed']);
    const { name = 'sequential', seed = 0 } = options;
    super(name, checkSeed(seed));
    if (new Set(layers).size < layers.length) {
      throw new ConfigError(
        `The model '${name}' was given the same layer twice; each place needs a layer of its own. Call the factory, such as conv2d(…), once for each.`,
      );
    }
    layerNames(layers).forEach((layerName, i) => {
      layers[i]!.rename(layerName);
    });
    const shapes = shapesAlong(name, layers);
    layers.forEach((layer, i) => {
      layer.build(shapes[i]!, seed);
    });
    this.layers = [...layers];
    this.inputShape = [null, ...shapes[0]!];
    this.outputShape = [null, ...shapes.at(-1)!];
  }

  override apply(x: Value, context: ApplyContext): Value {
    const [, ...item] = this.inputShape;
    if (x.dtype === 'i32' || !sameShape(x.shape.slice(1), item)) {
      throw new ShapeError(
        `The model '${this.name}' was given ${x.dtype} ${formatShape(x.shape)}; it takes f32 or u8 ${formatShape(this.inputShape)}. Make its input with inputValue(batch).`,
      );
    }
    const start = x.dtype === 'u8' && !(this.layers[0] instanceof Rescaling) ? fromBytes(x) : x;
    return this.layers.reduce((value, layer) => layer.apply(value, context), start);
  }

  override toJSON(): object {
    return toKerasConfig(this);
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

/** The input shape of each layer, and the last one's output shape. */
function shapesAlong(name: string, layers: readonly Layer[]): Shape[] {
  const [first] = layers;
  if (!first) throw new ConfigError(`The model '${name}' has no layers; it needs one at least. Pass some.`);
  const start = first.givenInputShape;
  if (!start) {
    throw new ConfigError(
      `The model '${name}' does not know the shape of its inputs; its first layer, ${first.label}, must tell. Give that layer an inputShape, [height, width, channels] for instance.`,
    );
  }
  const shapes = [start];
  for (const layer of layers) {
    const shape = shapes.at(-1)!;
    const told = layer.givenInputShape;
    if (told && !sameShape(told, shape)) {
      throw new ShapeError(
        `${layer.label} was given inputs of shape ${formatShape(shape)}; its inputShape is ${formatShape(told)}. Leave the inputShape out; only the first layer needs one.`,
      );
    }
    shapes.push(layer.outputShape(shape));
  }
  return shapes;
}

function checkSeed(seed: number): number {
  if (Number.isSafeInteger(seed)) return seed;
  throw new ConfigError(
    `The seed of a model is ${show(seed)}; it must be a whole number. Choose one, such as 0.`,
  );
}

function fromBytes(x: Value): Value {
  return rescale({ x, scale: constant(tensor([1 / 255], [1])), offset: constant(tensor([0], [1])) }).y;
}
