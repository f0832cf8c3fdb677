import type { LayerSpec } from '../engine/protocol/model.js';

/** An option of a layer that can be set in the page, by its name in Keras' JSON. */
export type LayerField =
  | { readonly key: FieldKey; readonly kind: 'whole' | 'share' | 'square'; readonly start: number }
  | {
      readonly key: FieldKey;
      readonly kind: 'choice';
      readonly start: string;
      readonly choices: readonly string[];
    };

export type FieldKey =
  | 'filters'
  | 'kernel_size'
  | 'strides'
  | 'padding'
  | 'activation'
  | 'pool_size'
  | 'rate'
  | 'units'
  | 'depth_multiplier'
  | 'momentum';

const activations = [
  'linear',
  'relu',
  'relu6',
  'leaky_relu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'sigmoid',
  'tanh',
  'softplus',
];

const whole = (key: FieldKey, start: number): LayerField => ({ key, kind: 'whole', start });
const square = (key: FieldKey, start: number): LayerField => ({ key, kind: 'square', start });
const share = (key: FieldKey, start: number): LayerField => ({ key, kind: 'share', start });
const choice = (key: FieldKey, start: string, choices: readonly string[]): LayerField => ({
  key,
  kind: 'choice',
  start,
  choices,
});
const activation = (start: string): LayerField => choice('activation', start, activations);
const padding = (start: string): LayerField => choice('padding', start, ['valid', 'same']);

const convolution = [square('kernel_size', 3), square('strides', 1), padding('same'), activation('relu')];
const pooling = [square('pool_size', 2), square('strides', 2), padding('valid')];

/** The layers that can be added, with the options that can be set; others keep theirs. */
export const layerKinds: Readonly<Record<string, readonly LayerField[]>> = {
  Conv2D: [whole('filters', 32), ...convolution],
  MaxPooling2D: pooling,
  AveragePooling2D: pooling,
  BatchNormalization: [share('momentum', 0.99)],
  Activation: [activation('relu')],
  Dropout: [share('rate', 0.25)],
  SpatialDropout2D: [share('rate', 0.2)],
  DepthwiseConv2D: [whole('depth_multiplier', 1), ...convolution],
  SeparableConv2D: [whole('filters', 32), ...convolution],
  LayerNormalization: [],
  GlobalAveragePooling2D: [],
  Flatten: [],
  Dense: [whole('units', 128), activation('relu')],
};

/** A new layer with the options that it begins with. */
export function newLayer(className: string): LayerSpec {
  const fields = layerKinds[className]!;
  const options = fields.map(({ key, kind, start }) => [key, kind === 'square' ? [start, start] : start]);
  return { className, config: Object.fromEntries(options) };
}

/** An option as its field shows it: the side of a square, a number, or a name. */
export function fieldValue({ config }: LayerSpec, { key, start }: LayerField): string {
  const value = config[key] ?? start;
  return String(Array.isArray(value) ? value[0] : value);
}

/** The layer with an option as its field now says. */
export function withField(layer: LayerSpec, field: LayerField, text: string): LayerSpec {
  const value = field.kind === 'choice' ? text : Number(text);
  const option = field.kind === 'square' ? [value, value] : value;
  return { ...layer, config: { ...layer.config, [field.key]: option } };
}

/** What tells a layer from others of its kind: `32 · 3 × 3 · relu`. */
export function shortOptions({ config }: LayerSpec): string {
  const square = (config['kernel_size'] ?? config['pool_size']) as readonly number[] | undefined;
  const amount = config['filters'] ?? config['units'] ?? config['rate'];
  const strides = config['strides'] as readonly number[] | undefined;
  const parts = [
    amount,
    square?.join(' × '),
    config['kernel_size'] !== undefined && strides?.[0] !== undefined && strides[0] > 1
      ? `/ ${strides[0]}`
      : undefined,
    config['activation'] === 'linear' ? undefined : config['activation'],
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
