import { ConfigError, permute as permuteOp, type Shape, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { show } from '../options.js';

export interface PermuteOptions extends LayerOptions {
  /** For each axis of the outputs which of the inputs' it is, counted from 1, the batch left out. */
  readonly dims: readonly number[];
}

/** Axes in another order. */
export class Permute extends Layer {
  readonly dims: readonly number[];

  constructor(options: PermuteOptions) {
    super('Permute', options, ['dims']);
    const { dims } = options;
    const sorted = Array.isArray(dims) ? [...dims].sort((a, b) => a - b) : [];
    if (sorted.length === 0 || sorted.length > 4 || sorted.some((axis, i) => axis !== i + 1)) {
      throw new ConfigError(
        `The dims of ${this.label} is ${show(dims)}; it must name each of up to four axes once, counted from 1, without the batch. Pass [2, 1], for instance.`,
      );
    }
    this.dims = dims;
  }

  override outputShape(inputShape: Shape): Shape {
    if (inputShape.length !== this.dims.length) {
      this.refuse(
        inputShape,
        `inputs of ${this.dims.length} axes, as its dims say`,
        'Name each axis in dims.',
      );
    }
    return this.dims.map((axis) => inputShape[axis - 1]!);
  }

  override call(x: Value): Value {
    return permuteOp({ x }, [0, ...this.dims]).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), dims: this.dims };
  }
}

/**
 * Axes in another order: `permute({ dims: [2, 1] })` makes `[width, channels]` of `[channels, width]`.
 * @throws ConfigError unless `dims` names each axis once
 */
export function permute(options: PermuteOptions): Permute {
  return new Permute(options);
}
