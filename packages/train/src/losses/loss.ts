import { expectKnownOptions, truth } from '@cnn/layers';
import { ConfigError, reshape, type Value } from '@cnn/tensor';

/** What a loss adds to the graph. */
export interface LossValues {
  /** The loss of each sample; its mean is minimised. */
  readonly each: Value;
  /** What the model predicts, for the metrics: probabilities where the loss speaks of them. */
  readonly predictions: Value;
}

/** What is minimised. One object describes a loss and holds no state. */
export interface Loss {
  /** The name in Keras' spelling, such as `sparseCategoricalCrossentropy`. */
  readonly name: string;
  /**
   * What `y` holds: `labels`, class numbers (i32 in the graph, of the output's shape without its last axis),
   * or `values`, numbers (f32, of the output's shape).
   */
  readonly targets: 'labels' | 'values';
  /** Adds the loss to the graph. @throws ConfigError when the model's output does not suit it */
  build(output: Value, y: Value): LossValues;
  /** Adds what the metric 'accuracy' means under this loss: for each sample, 1 or 0 or a share. */
  accuracy(predictions: Value, y: Value): Value;
}

/** Option of the cross-entropies. */
export interface CrossentropyOptions {
  /**
   * Whether the model puts out logits, scores that have not gone through softmax or sigmoid. Default false.
   * A model that ends in softmax or sigmoid needs no such hint: its logits are found and used.
   */
  fromLogits?: boolean;
}

/** The option, checked. @throws ConfigError for an unusable one */
export function fromLogitsOf(loss: string, options: CrossentropyOptions): boolean {
  expectKnownOptions(loss, options, ['fromLogits']);
  return truth(`The fromLogits of ${loss}`, options.fromLogits ?? false);
}

/** What a value is made of by an activation, when it is; reshaping in between does not matter. */
export function logitsBehind(output: Value, activation: { readonly opName: string }): Value | undefined {
  if (output.source.kind !== 'node') return undefined;
  const { op, inputs } = output.source.node;
  const x = inputs['x'];
  if (op.opName === activation.opName) return x;
  if (op.opName !== reshape.opName || x?.shape.at(-1) !== output.shape.at(-1)) return undefined;
  const logits = logitsBehind(x!, activation);
  return logits && reshape({ x: logits }, output.shape).y;
}

/** Ops whose results are any numbers, so that taking them for probabilities can only be a mistake. */
const linearOps = ['biasAdd', 'conv2d', 'matMul'];

/** @throws ConfigError when the output has come straight from a linear layer. */
export function expectProbabilities(loss: string, output: Value, activation: string): void {
  if (output.source.kind !== 'node') return;
  const { op, inputs } = output.source.node;
  if (op.opName === reshape.opName) expectProbabilities(loss, inputs['x']!, activation);
  if (!linearOps.includes(op.opName)) return;
  throw new ConfigError(
    `The model ends in a linear layer, and ${loss} expects probabilities. Give the last layer the activation '${activation}', or use ${loss}({ fromLogits: true }).`,
  );
}
