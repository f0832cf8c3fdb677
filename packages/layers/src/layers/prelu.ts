import { ConfigError, prelu as preluOp, reshape, type Shape, sizeOf, type Value } from '@cnn/tensor';
import { initializerConfig, initializerOf } from '../initializer-option.js';
import type { Initializer, KnownInitializer } from '../initializers.js';
import { Layer, type LayerOptions, type WeightSpec } from '../layer.js';
import { show } from '../options.js';

export interface PReLUOptions extends LayerOptions {
  /** How the slopes start. Default `zeros`. */
  readonly alphaInitializer?: Initializer;
  /**
   * Axes along which elements share a slope, the batch being axis 0: `[1, 2]` for a slope in each channel of
   * images, `[1, 2, 3]` for one slope. Default none: each element of an input has its own.
   */
  readonly sharedAxes?: readonly number[] | null;
}

/** Leaky ReLU with learned slopes. Weight: `alpha`, the shape of one input with 1 for shared axes. */
export class PReLU extends Layer {
  readonly alphaInitializer: KnownInitializer;
  readonly sharedAxes: readonly number[] | null;

  constructor(options: PReLUOptions) {
    super('PReLU', options, ['alphaInitializer', 'sharedAxes']);
    const { alphaInitializer = 'zeros', sharedAxes = null } = options;
    this.alphaInitializer = initializerOf(`The alphaInitializer of ${this.label}`, alphaInitializer);
    if (sharedAxes !== null) checkAxes(`The sharedAxes of ${this.label}`, sharedAxes);
    this.sharedAxes = sharedAxes && [...sharedAxes];
  }

  override outputShape(inputShape: Shape): Shape {
    const shared = this.sharedAxes?.length ?? 0;
    if (shared > inputShape.length) {
      this.refuse(
        inputShape,
        `${shared} axes to share slopes along at least`,
        'Leave some of the sharedAxes out.',
      );
    }
    return inputShape;
  }

  override call(x: Value): Value {
    const alpha = this.weight('alpha');
    const own = alpha.shape.slice(this.sharedAxes?.length ?? 0);
    return preluOp({ x, alpha: reshape({ x: alpha }, own.length > 0 ? own : [sizeOf(own)]).y }).y;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      alpha_initializer: initializerConfig(this.alphaInitializer),
      shared_axes: this.sharedAxes,
    };
  }

  protected override weightSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const shape = inputShape.map((size, i) => (this.sharedAxes?.includes(i + 1) ? 1 : size));
    return { alpha: { shape, initializer: this.alphaInitializer } };
  }
}

/**
 * x where x ≥ 0, else alpha · x, with a learned alpha for each element or for all along `sharedAxes`. He, Zhang,
 * Ren and Sun, "Delving deep into rectifiers: surpassing human-level performance on ImageNet classification",
 * ICCV 2015.
 * @example prelu({ sharedAxes: [1, 2] })
 * @throws ConfigError for unusable options
 */
export function prelu(options: PReLUOptions = {}): PReLU {
  return new PReLU(options);
}

/** @throws ConfigError unless these are the first axes after the batch, in any order. */
function checkAxes(what: string, axes: unknown): asserts axes is readonly number[] {
  const list = Array.isArray(axes) ? [...axes].sort((a, b) => a - b) : [undefined];
  if (list.every((axis, i) => axis === i + 1)) return;
  throw new ConfigError(
    `${what} are ${show(axes)}; slopes can be shared along the first axes after the batch. Choose [1, 2] for a slope in each channel of images, for instance.`,
  );
}
