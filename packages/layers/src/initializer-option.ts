import { ConfigError, formatShape, type Shape } from '@cnn/tensor';
import { camelCase, snakeCase } from './case.js';
import {
  constant,
  type KnownInitializer,
  type MadeInitializer,
  orthogonal,
  type PlainInitializer,
  randomNormal,
  randomUniform,
  truncatedNormal,
  varianceScaling,
} from './initializers.js';
import { expectKnownOptions, oneOf, show } from './options.js';

const plain: readonly PlainInitializer[] = [
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'lecunUniform',
  'lecunNormal',
  'bilinear',
  'zeros',
  'ones',
];

/** What makes an initializer of options, by their own name. */
const makers: Readonly<Record<string, (options: never) => MadeInitializer>> = {
  randomNormal,
  randomUniform,
  truncatedNormal,
  varianceScaling,
  orthogonal,
  constant: (options: { readonly value?: number }) => {
    expectKnownOptions('constant', options, ['value']);
    return constant(options.value);
  },
};

/** @throws ConfigError unless `value` is an initializer or the name of one; the message tells the nearest. */
export function initializerOf(what: string, value: unknown): KnownInitializer {
  const { className, ...options } =
    value instanceof Object ? (value as { readonly className?: unknown }) : {};
  const given = typeof className === 'string' ? camelCase(className) : value;
  const name = oneOf(what, given, [...plain, ...Object.keys(makers)]);
  const make = makers[name];
  if (make) return make(options as never);
  if (Object.keys(options).length === 0) return name as PlainInitializer;
  throw new ConfigError(`${what} is ${show(value)}; '${name}' has no options. Leave them out.`);
}

/** Keras' JSON: `'glorot_uniform'`, or `{ class_name: 'RandomNormal', config: { mean: 0, stddev: 0.02 } }`. */
export function initializerConfig(initializer: KnownInitializer): string | object {
  if (typeof initializer === 'string') return snakeCase(initializer);
  const { className, ...options } = initializer;
  const config = mapped(options, (value) => (typeof value === 'string' ? snakeCase(value) : value));
  return { module: 'keras.initializers', class_name: className, config, registered_name: null };
}

/** What has no bearing here: seeds come from the model's, and all computing is in f32. */
const ignored = ['seed', 'dtype'];

/** An initializer from its class and options in Keras' JSON. */
export function initializerFrom(className: string, config: Readonly<Record<string, unknown>>): unknown {
  const given = Object.entries(config).filter(([name, value]) => !ignored.includes(name) && value !== null);
  if (given.length === 0) return camelCase(className);
  const options = mapped(Object.fromEntries(given), (value) =>
    typeof value === 'string' ? camelCase(value) : value,
  );
  // What Keras called so before there were two.
  if (options['distribution'] === 'normal') options['distribution'] = 'truncatedNormal';
  return { className, ...options };
}

/** @throws ConfigError when a weight of this shape cannot start so */
export function checkInitializer(
  label: string,
  role: string,
  initializer: KnownInitializer,
  shape: Shape,
): void {
  const start = `The ${role} of ${label} is to start as ${show(initializer)} and has the shape ${formatShape(shape)};`;
  if (initializer === 'bilinear' && (shape.length !== 4 || shape[2] !== shape[3])) {
    throw new ConfigError(
      `${start} only kernels [height, width, filters, channels] of transposed convolutions can, with as many filters as channels. Choose another initializer, such as 'glorotUniform'.`,
    );
  }
  if (typeof initializer === 'object' && initializer.className === 'Orthogonal' && shape.length < 2) {
    throw new ConfigError(
      `${start} only kernels can, of two axes or more. Choose another initializer, such as 'zeros'.`,
    );
  }
}

function mapped(options: object, to: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, to(value)]));
}
