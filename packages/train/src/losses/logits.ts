import { ConfigError, reshape, type Value } from '@cnn/tensor';

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

/**
 * @param otherwise what to do other than adding the activation, for the end of the message
 * @throws ConfigError when the output has come straight from a linear layer
 */
export function expectProbabilities(
  loss: string,
  output: Value,
  activation: string,
  otherwise = `, or use ${loss}({ fromLogits: true })`,
): void {
  if (output.source.kind !== 'node') return;
  const { op, inputs } = output.source.node;
  if (op.opName === reshape.opName) expectProbabilities(loss, inputs['x']!, activation, otherwise);
  if (!linearOps.includes(op.opName)) return;
  throw new ConfigError(
    `The model ends in a linear layer, and ${loss} expects probabilities. Give the last layer the activation '${activation}'${otherwise}.`,
  );
}
