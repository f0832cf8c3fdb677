import { ConfigError, formatShape, reshape as reshapeOp, type Shape, sizeOf, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { show } from '../options.js';

export interface ReshapeOptions extends LayerOptions {
  /** Sizes without the batch axis; one of them may be −1 for what is left. */
  readonly targetShape: Shape;
}

/** The same numbers under another shape. */
export class Reshape extends Layer {
  readonly targetShape: Shape;

  constructor(options: ReshapeOptions) {
    super('Reshape', options, ['targetShape']);
    const { targetShape } = options;
    const whole = (size: unknown): boolean =>
      Number.isSafeInteger(size) && ((size as number) > 0 || size === -1);
    if (
      !Array.isArray(targetShape) ||
      !targetShape.every(whole) ||
      targetShape.filter((size) => size === -1).length > 1
    ) {
      throw new ConfigError(
        `The targetShape of ${this.label} is ${show(targetShape)}; it must list sizes of 1 or more, without the batch axis, one of them perhaps −1. Pass [height, width, channels], for instance.`,
      );
    }
    this.targetShape = targetShape;
  }

  override outputShape(inputShape: Shape): Shape {
    const size = sizeOf(inputShape);
    const known = sizeOf(this.targetShape.filter((axis) => axis !== -1));
    const fits = this.targetShape.includes(-1) ? size % known === 0 : size === known;
    if (!fits) {
      this.refuse(
        inputShape,
        `inputs that fill the shape ${formatShape(this.targetShape)}, ${size} numbers as they are`,
        'Choose a targetShape of the same size.',
      );
    }
    return this.targetShape.map((axis) => (axis === -1 ? size / known : axis));
  }

  override call(x: Value): Value {
    const [batch, ...item] = x.shape;
    return reshapeOp({ x }, [batch!, ...this.outputShape(item)]).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), target_shape: this.targetShape };
  }
}

/**
 * The same numbers in the same order under another shape. Copies nothing.
 * @example
 * reshape({ targetShape: [7, 7, -1] })
 * @throws ConfigError for a shape that cannot be
 */
export function reshape(options: ReshapeOptions): Reshape {
  return new Reshape(options);
}
