import { activation } from '../layers/activation.js';
import { batchNormalization } from '../layers/batch-normalization.js';
import { type Conv2DOptions, conv2d } from '../layers/conv2d.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';

/** A convolution with bias and relu. */
export function convRelu(x: SymbolicTensor, options: Conv2DOptions): SymbolicTensor {
  return conv2d({ kernelInitializer: 'heNormal', activation: 'relu', ...options }).apply(x);
}

/** A convolution without bias and batch normalisation, which has one, and perhaps relu. */
export function convNorm(
  x: SymbolicTensor,
  { activation: name = 'relu', ...options }: Conv2DOptions,
): SymbolicTensor {
  const sums = conv2d({ kernelInitializer: 'heNormal', useBias: false, ...options }).apply(x);
  const normal = batchNormalization({ momentum: 0.9, epsilon: 1e-5 }).apply(sums);
  return name === 'linear' ? normal : activation(name).apply(normal);
}
