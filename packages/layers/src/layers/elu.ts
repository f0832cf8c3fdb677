import { elu as eluOp, type Shape, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';
import { finite } from '../options.js';

export interface ELUOptions extends LayerOptions {
  /** Outputs end at −alpha for very negative inputs. Default 1. */
  readonly alpha?: number;
}

/** ReLU with a smooth, bounded negative part. */
export class ELU extends Layer {
  readonly alpha: number;

  constructor(options: ELUOptions) {
    super('ELU', options, ['alpha']);
    this.alpha = finite(`The alpha of ${this.label}`, options.alpha ?? 1);
  }

  override outputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(x: Value): Value {
    return eluOp({ x }, { alpha: this.alpha }).y;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), alpha: this.alpha };
  }
}

/**
 * x where x > 0, else alpha · (eˣ − 1). Inputs of any shape. Clevert, Unterthiner and Hochreiter, "Fast and
 * accurate deep network learning by exponential linear units (ELUs)", ICLR 2016.
 * @throws ConfigError for an alpha that is no number
 */
export function elu(options: ELUOptions = {}): ELU {
  return new ELU(options);
}
