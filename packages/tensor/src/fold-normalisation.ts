import { constant, type Node, type Value } from './graph.js';
import { type BatchNorm, type BatchNormInputs, batchNorm } from './ops/batch-norm.js';
import { biasAdd } from './ops/bias.js';
import { type Conv2dInputs, conv2d } from './ops/conv2d.js';
import { depthwiseConv2d } from './ops/depthwise-conv2d.js';
import { matMul } from './ops/mat-mul.js';
import { reshape } from './ops/reshape.js';
import type { Rule } from './rewrite.js';
import { tensor } from './tensor.js';
import { producer } from './traverse.js';

/**
 * A batch normalisation with given statistics is a factor and an offset for each channel, which the filters and
 * biases of the convolution or product before it can take in: (x · w + b − mean) · f + beta = x · (w · f) +
 * ((b − mean) · f + beta). In inference both are computed once, and the normalisation costs nothing.
 */
export const foldNormalisation: Rule = (node, inputs, uses) => {
  const { statistics, epsilon, activation } = (node.attributes ?? {}) as BatchNorm;
  if (node.op !== batchNorm || statistics !== 'given' || uses(node.inputs['x']!) > 1) return undefined;
  const { x, residual, ...perChannel } = inputs as unknown as BatchNormInputs;
  if (residual) return undefined;
  const sums = linearLayer(x);
  if (!sums || !Object.values(perChannel).every(isStored)) return undefined;
  const { mean, variance, gamma } = perChannel;
  const given = { epsilon, statistics } as const;
  const zeros = constant(tensor(new Float32Array(mean.shape[0]!), mean.shape));
  const bias = batchNorm({ ...perChannel, x: sums.bias ?? zeros }, given).y;
  const scaled = (w: Value): Value => batchNorm({ x: w, mean: zeros, variance, gamma }, given).y;
  const attributes = { ...(sums.node.attributes as object), ...(activation && { activation }) };
  const { op, inputs: operands } = sums.node;
  if (op === matMul) return matMul({ a: operands['a']!, b: scaled(operands['b']!), bias }, attributes);
  const { x: images, w } = operands as unknown as Conv2dInputs;
  // A depthwise filter's last two axes are the channels of its result.
  const flat = op === conv2d ? w : reshape({ x: w }, [...w.shape.slice(0, 2), mean.shape[0]!]).y;
  return op({ x: images, w: reshape({ x: scaled(flat) }, w.shape).y, bias }, attributes);
};

/** What computes a value as weighted sums, and the bias that is added to these, if all of it is stored. */
function linearLayer(value: Value): { node: Node; bias: Value | undefined } | undefined {
  const node = producer(value);
  if (node?.op === biasAdd) {
    const before = linearLayer(node.inputs['x']!);
    const { bias } = node.inputs;
    return before && !before.bias && isStored(bias) ? { node: before.node, bias } : undefined;
  }
  if (!node || (node.op !== conv2d && node.op !== depthwiseConv2d && node.op !== matMul)) return undefined;
  const { activation = 'linear', transposeB = false } = node.attributes as {
    activation?: string;
    transposeB?: boolean;
  };
  const { w = node.inputs['b'], bias } = node.inputs;
  if (activation !== 'linear' || transposeB || !isStored(w) || !isStored(bias)) return undefined;
  return { node, bias };
}

/** Whether a value, if there is one, is no result of this computation. */
function isStored(value: Value | undefined): boolean {
  return value === undefined || value.source.kind === 'variable' || value.source.kind === 'constant';
}
