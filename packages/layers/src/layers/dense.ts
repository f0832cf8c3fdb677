import { biasAdd, matMul, reshape, type Shape, sizeOf, type Value } from '@cnn/tensor';
import { type ActivationName, activate, activationName } from '../activations.js';
import { snakeCase } from '../case.js';
import type { Constraint, ConstraintName } from '../constraints.js';
import { initializerConfig, initializerOf } from '../initializer-option.js';
import type { Initializer, KnownInitializer } from '../initializers.js';
import { Layer, type LayerOptions, type WeightSpec } from '../layer.js';
import { truth, wholePositive } from '../options.js';
import type { Regularizer, RegularizerName } from '../regularizers.js';
import { ruleNames, rulesConfig, type WeightRules, weightRules } from '../weight-rules.js';

export interface DenseOptions extends LayerOptions {
  /** How many outputs. */
  readonly units: number;
  /** Default `linear`. */
  readonly activation?: ActivationName;
  /** Whether a bias is added to each sum. Default true. */
  readonly useBias?: boolean;
  /** Default `glorotUniform`. */
  readonly kernelInitializer?: Initializer;
  /** Default `zeros`. */
  readonly biasInitializer?: Initializer;
  /** What the kernel adds to the loss, such as `l2(1e-4)`. Default nothing. */
  readonly kernelRegularizer?: Regularizer | RegularizerName | null;
  /** What the kernel is held to after each step, such as `maxNorm()`. Default nothing. */
  readonly kernelConstraint?: Constraint | ConstraintName | null;
  /** What the bias adds to the loss, such as `l2(1e-4)`. Default nothing. */
  readonly biasRegularizer?: Regularizer | RegularizerName | null;
  /** What the bias is held to after each step, such as `nonNeg()`. Default nothing. */
  readonly biasConstraint?: Constraint | ConstraintName | null;
}

/** Every output is a weighted sum of all inputs. Weights: `kernel` `[inputs, units]`, `bias` `[units]`. */
export class Dense extends Layer {
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly kernelInitializer: KnownInitializer;
  readonly biasInitializer: KnownInitializer;
  readonly kernelRules: WeightRules;
  readonly biasRules: WeightRules;

  constructor(options: DenseOptions) {
    super('Dense', options, [
      'units',
      'activation',
      'useBias',
      'kernelInitializer',
      'biasInitializer',
      ...ruleNames('kernel'),
      ...ruleNames('bias'),
    ]);
    const { label } = this;
    this.units = wholePositive(`The units of ${label}`, options.units);
    this.activation = activationName(`The activation of ${label}`, options.activation ?? 'linear');
    this.useBias = truth(`The useBias of ${label}`, options.useBias ?? true);
    const { kernelInitializer = 'glorotUniform', biasInitializer = 'zeros' } = options;
    this.kernelInitializer = initializerOf(`The kernelInitializer of ${label}`, kernelInitializer);
    this.biasInitializer = initializerOf(`The biasInitializer of ${label}`, biasInitializer);
    this.kernelRules = weightRules(label, 'kernel', options);
    this.biasRules = weightRules(label, 'bias', options);
  }

  override outputShape(inputShape: Shape): Shape {
    return [...inputShape.slice(0, -1), this.units];
  }

  override call(x: Value): Value {
    const { shape } = x;
    if (shape.length === 2) return this.applyToRows(x);
    const rows = reshape({ x }, [sizeOf(shape.slice(0, -1)), shape.at(-1)!]).y;
    return reshape({ x: this.applyToRows(rows) }, [...shape.slice(0, -1), this.units]).y;
  }

  private applyToRows(rows: Value): Value {
    const product = matMul({ a: rows, b: this.weight('kernel') }, {}).y;
    const sums = this.useBias ? biasAdd({ x: product, bias: this.weight('bias') }).y : product;
    return activate(this.activation, sums);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      units: this.units,
      activation: snakeCase(this.activation),
      use_bias: this.useBias,
      kernel_initializer: initializerConfig(this.kernelInitializer),
      bias_initializer: initializerConfig(this.biasInitializer),
      ...rulesConfig('kernel', this.kernelRules),
      ...rulesConfig('bias', this.biasRules),
    };
  }

  override flops(inputShape: Shape): number {
    return 2 * sizeOf(inputShape) * this.units;
  }

  protected override weightSpecs(inputShape: Shape): Readonly<Record<string, WeightSpec>> {
    const { units, kernelInitializer, biasInitializer, kernelRules, biasRules } = this;
    const kernel = { shape: [inputShape.at(-1)!, units], initializer: kernelInitializer, ...kernelRules };
    const bias = { shape: [units], initializer: biasInitializer, ...biasRules };
    return this.useBias ? { kernel, bias } : { kernel };
  }
}

/**
 * A fully connected layer: y = activation(x · kernel + bias), `[…, inputs]` → `[…, units]`.
 * @throws ConfigError for unusable options
 */
export function dense(options: DenseOptions): Dense {
  return new Dense(options);
}
