import { ConfigError, leakyRelu, relu as reluOp, type Shape, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { finite, positive, show } from '../options.js';

export interface ReLUOptions extends LayerOptions {
  /** What outputs are at most; 6 makes it ReLU6. Default: no limit. */
  readonly maxValue?: number | null;
  /** Slope below the threshold. Default 0. */
  readonly negativeSlope?: number;
  /** Inputs from here on pass. Default 0. */
  readonly threshold?: number;
}

/** max(x, 0), with corners that can be moved. */
export class ReLU extends Layer {
  readonly maxValue: number | null;
  readonly negativeSlope: number;
  readonly threshold: number;

  constructor(options: ReLUOptions) {
    super('ReLU', options, ['maxValue', 'negativeSlope', 'threshold']);
    const { label } = this;
    const { maxValue = null } = options;
    this.maxValue = maxValue === null ? null : positive(`The maxValue of ${label}`, maxValue);
    this.negativeSlope = finite(`The negativeSlope of ${label}`, options.negativeSlope ?? 0);
    this.threshold = finite(`The threshold of ${label}`, options.threshold ?? 0);
    if (this.threshold < 0 || this.negativeSlope < 0) {
      throw new ConfigError(
        `The threshold of ${label} is ${show(this.threshold)} and its negativeSlope ${show(this.negativeSlope)}; neither can be below 0. Choose 0 or more.`,
      );
    }
  }

  override outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(x: Value): Value {
    const { maxValue, negativeSlope, threshold } = this;
    if (maxValue === null && negativeSlope === 0 && threshold === 0) return reluOp({ x }).y;
    return leakyRelu({ x }, { negativeSlope, threshold, maxValue: maxValue ?? Infinity }).y;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      max_value: this.maxValue,
      negative_slope: this.negativeSlope,
      threshold: this.threshold,
    };
  }
}

/**
 * x from `threshold` on, but at most `maxValue`; below, negativeSlope · (x − threshold). Inputs of any shape.
 * @example relu({ maxValue: 6 })
 * @throws ConfigError for unusable options
 */
export function relu(options: ReLUOptions = {}): ReLU {
  return new ReLU(options);
}
