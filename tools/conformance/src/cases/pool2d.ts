import { avgPool2d, formatShape, maxPool2d, type Value } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { type CaseMaker, pick } from '../case.js';
import { randomTensor } from '../random-tensor.js';
import { randomWindow } from './window.js';

/**
 * A max pooling and an average pooling of the same windows, with their gradients. Of positive numbers, since the
 * gradient of TensorFlow.js' WebAssembly kernel passes by windows that hold only negative ones. Its gradient of a
 * mean shares dy out to padding cells, too, which its mean does not count: it is compared without padding only.
 */
export const pool2dCase: CaseMaker = (stream) => {
  const { size, strides, padding, image } = randomWindow(stream, 4);
  const x = randomTensor(
    stream,
    [pick(stream, [1, 2, 3]), ...image, pick(stream, [1, 3, 4, 5, 32])],
    Math.abs,
  );
  const window = { poolSize: size, strides, padding };
  const pooled = image.map((length, axis) => {
    const room = padding === 'same' ? length : length - size[axis]! + 1;
    return Math.ceil(room / strides[axis]!);
  });
  const dy = randomTensor(stream, [x.shape[0]!, ...pooled, x.shape[3]!]);
  return {
    label: `x ${formatShape(x.shape)} size ${size} strides ${strides} padding ${padding}`,
    inputs: { x, dy },
    ours: (values) => {
      const { x, dy } = values as Record<'x' | 'dy', Value>;
      const max = maxPool2d({ x }, window);
      const mean = avgPool2d({ x }, window);
      return {
        max: max.y,
        mean: mean.y,
        dxOfMax: maxPool2d.grad!({ x, ...max }, dy, window).x!,
        ...(padding === 'valid' && { dxOfMean: avgPool2d.grad!({ x, ...mean }, dy, window).x! }),
      };
    },
    theirs: (tensors) => {
      const { x, dy } = tensors as Record<'x' | 'dy', tf.Tensor4D>;
      const max = tf.maxPool(x, [...size], [...strides], padding);
      const attributes = { filterSize: size, strides, pad: padding };
      return {
        max,
        mean: tf.avgPool(x, [...size], [...strides], padding),
        dxOfMax: tf
          .engine()
          .runKernel<tf.Tensor>('MaxPoolGrad', { dy, input: x, output: max }, attributes as never),
        ...(padding === 'valid' && {
          dxOfMean: tf.engine().runKernel<tf.Tensor>('AvgPoolGrad', { dy, input: x }, attributes as never),
        }),
      };
    },
    tolerance: 2e-6,
  };
};
