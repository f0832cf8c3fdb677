import { ConfigError, checkShape, type Shape } from '@cnn/tensor';
import { expectKnownOptions, show } from './options.js';
import { SymbolicTensor } from './symbolic-tensor.js';

export interface InputLayerOptions {
  /** Shape of one input without the batch axis, `[height, width, channels]`. */
  readonly shape: Shape;
  /** Default `input_layer`, numbered within the model. */
  readonly name?: string;
}

/** Where a batch enters a model. Holds no numbers, so that several models may begin with the same one. */
export class InputLayer {
  readonly className = 'InputLayer';
  readonly shape: Shape;
  readonly givenName: string | undefined;

  constructor(options: InputLayerOptions) {
    expectKnownOptions('inputLayer', options, ['shape', 'name']);
    this.shape = checkInputShape('The shape of an inputLayer', options.shape);
    this.givenName = options.name === undefined ? undefined : checkName(this.className, options.name);
  }

  /** For messages. */
  get label(): string {
    return this.givenName === undefined ? 'an inputLayer' : `the inputLayer '${this.givenName}'`;
  }
}

/**
 * An input of a model that is put together with `model({ inputs, outputs })`; Keras' `Input`.
 * @example
 * const image = inputLayer({ shape: [32, 32, 3] });
 * const features = conv2d({ filters: 32, kernelSize: 3 }).apply(image);
 * @throws ConfigError for an unusable shape or name
 */
export function inputLayer(options: InputLayerOptions): SymbolicTensor {
  const layer = new InputLayer(options);
  return new SymbolicTensor([null, ...layer.shape], layer);
}

/** @throws ConfigError unless `name` can name a layer. */
export function checkName(className: string, name: unknown): string {
  if (typeof name === 'string' && name !== '' && !name.includes('/')) return name;
  throw new ConfigError(
    `The name of a ${className} layer is ${show(name)}; it must be text without '/', which separates layers from their weights. Choose another name.`,
  );
}

/** @throws ConfigError unless `shape` can be one of inputs, without the batch axis. */
export function checkInputShape(what: string, shape: unknown): Shape {
  if (!Array.isArray(shape) || shape.length === 0 || shape.includes(0)) {
    throw new ConfigError(
      `${what} is ${show(shape)}; it must list the sizes of one input, all 1 or more, without the batch axis. Pass [height, width, channels], for instance.`,
    );
  }
  checkShape(shape, what);
  return shape;
}
