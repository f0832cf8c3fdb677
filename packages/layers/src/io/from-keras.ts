import { ConfigError, FormatError } from '@cnn/tensor';
import type { BaseLayer } from '../base-layer.js';
import { camelCase } from '../case.js';
import { constraintFrom } from '../constraints.js';
import { initializerFrom } from '../initializer-option.js';
import { oneOf, show } from '../options.js';
import { regularizerFrom } from '../regularizers.js';
import { layerClasses } from './layer-classes.js';

/** What a Keras object says of itself. */
export type Config = Readonly<Record<string, unknown>>;

/** What Keras writes for features that these layers lack, when they are off. */
const neutral: Readonly<Record<string, readonly unknown[]>> = {
  data_format: ['channels_last', null],
  axis: [-1, [-1], 3, [3]],
  groups: [1],
  noise_shape: [null],
  lora_rank: [null],
  quantization_config: [null],
  activity_regularizer: [null],
  beta_regularizer: [null],
  gamma_regularizer: [null],
  alpha_regularizer: [null],
  beta_constraint: [null],
  gamma_constraint: [null],
  alpha_constraint: [null],
  synchronized: [false],
  renorm: [false],
  renorm_clipping: [null],
  rms_scaling: [false],
};

/** The layers that do have one of these features. */
const has: Readonly<Record<string, readonly string[]>> = {
  axis: ['Concatenate'],
  groups: ['Conv2D', 'GroupNormalization'],
};

/** What Keras writes and has no bearing here: all computing is in f32, and seeds come from the model's. */
const ignored = ['dtype', 'seed', 'ragged', 'sparse', 'optional', 'renorm_momentum'];

/** @throws FormatError unless a value is an object as Keras writes them */
export function expectKerasObject(what: string, value: unknown): { className: string; config: Config } {
  const { class_name: className, config } = (isRecord(value) ? value : {}) as Config;
  if (typeof className === 'string' && isRecord(config)) return { className, config };
  throw new FormatError(
    `${what} is ${show(value).slice(0, 60)}; it must be an object with class_name and config, as Keras writes it. Pass what model.toJSON() gave.`,
  );
}

/** A layer of a stored model. */
export function layerFrom(what: string, className: string, config: Config, inputShape?: unknown): BaseLayer {
  const name = oneOf(`The class of ${what}`, className, Object.keys(layerClasses));
  const options = { ...(inputShape === undefined ? {} : { inputShape }), ...optionsFrom(name, config) };
  return new layerClasses[name]!(options as never);
}

function optionsFrom(className: string, config: Config): Config {
  const options: Record<string, unknown> = {};
  const inputShape = inputShapeIn(config);
  if (inputShape !== undefined) options['inputShape'] = inputShape;
  for (const [key, value] of Object.entries(config)) {
    if (ignored.includes(key) || key === 'batch_input_shape' || key === 'batch_shape') continue;
    if (key in neutral && !has[key]?.includes(className)) expectNeutral(className, key, value);
    else options[camelCase(key)] = optionIn(key, value);
  }
  return options;
}

function expectNeutral(className: string, key: string, value: unknown): void {
  const allowed = neutral[key]!;
  if (allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) return;
  throw new ConfigError(
    `A ${className} layer sets ${key} to ${show(value)}; here it can only be ${show(allowed[0])}. Build the model without it.`,
  );
}

/** `[null, 32, 32, 3]` → `[32, 32, 3]`. */
export function inputShapeIn(config: Config): unknown {
  const shape = config['batch_shape'] ?? config['batch_input_shape'];
  return Array.isArray(shape) ? shape.slice(1) : undefined;
}

function optionIn(key: string, value: unknown): unknown {
  if (key.endsWith('_initializer')) return initializerIn(value);
  if (key.endsWith('_regularizer')) return ruleIn(value, regularizerFrom);
  if (key.endsWith('_constraint')) return ruleIn(value, constraintFrom);
  return key === 'activation' && typeof value === 'string' ? camelCase(value) : value;
}

/** Keras writes null, a name such as `'max_norm'`, or `{ class_name: 'MaxNorm', config: { … } }`. */
function ruleIn(value: unknown, from: (className: string, config: Config) => unknown): unknown {
  if (!isRecord(value)) return typeof value === 'string' ? camelCase(value) : value;
  const { className, config } = expectKerasObject('A regularizer or constraint', value);
  return from(className, config);
}

/** Keras writes `'glorot_uniform'` or `{ class_name: 'GlorotUniform', config: { … } }`. */
function initializerIn(value: unknown): unknown {
  if (!isRecord(value)) return typeof value === 'string' ? camelCase(value) : value;
  const { class_name: className, config } = value;
  if (typeof className !== 'string') return value;
  return initializerFrom(className, isRecord(config) ? config : {});
}

export function isRecord(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
