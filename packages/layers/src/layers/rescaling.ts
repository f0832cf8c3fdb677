import { constant, rescale, type Shape, tensor, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { perChannel } from '../options.js';

export interface RescalingOptions extends LayerOptions {
  /** Factor for all channels, or one for each. */
  readonly scale: number | readonly number[];
  /** Added after scaling, for all channels or one for each. Default 0. */
  readonly offset?: number | readonly number[];
}

/** Scales and shifts inputs by fixed numbers. As a first layer it takes images of bytes as they are, 0 … 255. */
export class Rescaling extends Layer {
  readonly scale: number | readonly number[];
  readonly offset: number | readonly number[];

  constructor(options: RescalingOptions) {
    super('Rescaling', options, ['scale', 'offset']);
    this.scale = perChannel(`The scale of ${this.label}`, options.scale);
    this.offset = perChannel(`The offset of ${this.label}`, options.offset ?? 0);
  }

  override outputShape(inputShape: Shape): Shape {
    for (const numbers of [this.scale, this.offset]) {
      if (typeof numbers === 'number' || [1, inputShape.at(-1)].includes(numbers.length)) continue;
      this.refuse(
        inputShape,
        `${numbers.length} channels, as its numbers do`,
        'Pass one number for each channel, or one for all.',
      );
    }
    return inputShape;
  }

  override call(x: Value): Value {
    return rescale({ x, scale: vector(this.scale), offset: vector(this.offset) }).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), scale: this.scale, offset: this.offset };
  }
}

/**
 * y = x · scale + offset, for all channels alike or each its own. As the first layer it normalises images of
 * bytes while they are laid into memory, `rescaling({ scale: 1 / 127.5, offset: -1 })` for −1 … 1; it then
 * takes bytes as 0 … 255, where other first layers get them scaled to 0 … 1. Inputs `[…, channels]`.
 * @throws ConfigError when the numbers are none
 */
export function rescaling(options: RescalingOptions): Rescaling {
  return new Rescaling(options);
}

function vector(values: number | readonly number[]): Value {
  const list = typeof values === 'number' ? [values] : values;
  return constant(tensor(list, [list.length]));
}
