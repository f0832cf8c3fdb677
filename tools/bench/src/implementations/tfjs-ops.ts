import * as tf from '@tensorflow/tfjs-core';
import { normalNumbers } from '../numbers.ts';
import { convolvedSize } from '../task.ts';
import type { OpTask } from './cnn-ops.ts';
import type { Run } from './implementation.ts';

/** What computes a single op with TensorFlow.js, on tensors that it already has. */
export function tfjsOp(task: OpTask): Run | undefined {
  const compute = computationOf(task);
  return compute && (() => tf.tidy(() => void compute()));
}

type ConvolutionTask = Extract<OpTask, { kernel: number }>;
type PoolingTask = Extract<OpTask, { size: number }>;

function computationOf(task: OpTask): (() => unknown) | undefined {
  switch (task.kind) {
    case 'conv2d':
    case 'conv2dInputGradient':
    case 'conv2dFilterGradient':
      return convolution(task);
    case 'maxPool2d':
    case 'maxPool2dGradient':
    case 'avgPool2d':
      return pooling(task);
    case 'matMul': {
      const a = numbers([task.m, task.k]);
      const b = numbers([task.k, task.n]);
      return () => tf.matMul(a, b);
    }
    case 'softmax': {
      const x = numbers([task.rows, task.width]);
      return () => tf.softmax(x);
    }
    case 'add': {
      const [a, b] = [numbers([task.length]), numbers([task.length])];
      return () => tf.add(a, b);
    }
    case 'relu': {
      const x = numbers([task.length]);
      return () => tf.relu(x);
    }
    case 'exp': {
      const x = numbers([task.length]);
      return () => tf.exp(x);
    }
    case 'adam':
      return adam(task.length);
  }
}

function convolution(task: ConvolutionTask): (() => unknown) | undefined {
  const { batch, height, width, channels, kernel, filters, stride, padding } = task;
  const shape: [number, number, number, number] = [batch, height, width, channels];
  const x = numbers(shape) as tf.Tensor4D;
  const w = numbers([kernel, kernel, channels, filters]) as tf.Tensor4D;
  const dy = numbers([batch, ...convolvedSize(task), filters]) as tf.Tensor4D;
  if (task.kind === 'conv2d') return () => tf.conv2d(x, w, stride, padding);
  if (task.kind === 'conv2dInputGradient') return () => tf.conv2dTranspose(dy, w, shape, stride, padding);
  if (!tf.getKernel(tf.Conv2DBackpropFilter, tf.getBackend())) return undefined;
  const attributes = {
    strides: stride,
    pad: padding,
    dataFormat: 'NHWC',
    dimRoundingMode: null,
    filterShape: w.shape,
  } as unknown as tf.NamedAttrMap;
  return () => tf.engine().runKernel(tf.Conv2DBackpropFilter, { x, dy }, attributes);
}

function pooling({ kind, batch, height, width, channels, size }: PoolingTask): () => unknown {
  const x = numbers([batch, height, width, channels]) as tf.Tensor4D;
  if (kind === 'avgPool2d') return () => tf.avgPool(x, size, size, 'valid');
  if (kind === 'maxPool2d') return () => tf.maxPool(x, size, size, 'valid');
  const output = tf.maxPool(x, size, size, 'valid');
  const attributes = { filterSize: size, strides: size, pad: 'valid' } as unknown as tf.NamedAttrMap;
  const inputs = { dy: numbers(output.shape), input: x, output };
  return () => tf.engine().runKernel(tf.MaxPoolGrad, inputs, attributes);
}

function adam(length: number): () => unknown {
  const parameters = tf.variable(numbers([length]));
  const gradients = [{ name: parameters.name, tensor: numbers([length]) }];
  const optimizer = tf.train.adam(1e-3);
  return () => optimizer.applyGradients(gradients);
}

function numbers(shape: readonly number[]): tf.Tensor {
  return tf.tensor(normalNumbers(shape).data, [...shape]);
}
