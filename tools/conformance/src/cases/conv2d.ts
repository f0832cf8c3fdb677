import { type Conv2dPadding, conv2d, formatShape, type RandomStream, type Value } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { type CaseMaker, pick } from '../case.js';
import { randomTensor } from '../random-tensor.js';
import { randomWindow, type Window } from './window.js';

type Sides = [before: number, after: number];

/** A convolution and both of its gradients. */
export const conv2dCase: CaseMaker = (stream) => {
  const { size, strides, padding: named, image } = randomWindow(stream, 7);
  const padding = stream.integer(4) === 0 ? randomPadding(stream, size) : named;
  const channels = pick(stream, [1, 3, 4, 5, 8, 17, 32]);
  const filters = pick(stream, [1, 2, 5, 8, 16, 33]);
  const inputs = {
    x: randomTensor(stream, [pick(stream, [1, 2, 3]), ...image, channels]),
    w: randomTensor(stream, [...size, channels, filters]),
  };
  const sides = sidesOf(padding, { size, strides, image });
  const [height, width] = image.map((length, axis) => {
    const room = length + sides[axis]![0] + sides[axis]![1] - size[axis]!;
    return Math.floor(room / strides[axis]!) + 1;
  }) as [number, number];
  const dy = randomTensor(stream, [inputs.x.shape[0]!, height, width, filters]);
  return {
    label: `x ${formatShape(inputs.x.shape)} w ${formatShape(inputs.w.shape)} strides ${strides} padding ${JSON.stringify(padding)}`,
    inputs: { ...inputs, dy },
    ours: ({ x, w, dy }) => {
      const { y } = conv2d({ x: x!, w: w! }, { strides, padding });
      const gradients = conv2d.grad!({ x: x!, w: w!, y }, dy!, { strides, padding });
      return { y, dx: gradients.x as Value, dw: gradients.w as Value };
    },
    theirs: (tensors) => {
      const { x, w, dy } = tensors as Record<'x' | 'w' | 'dy', tf.Tensor4D>;
      const pads: [Sides, Sides, Sides, Sides] = [[0, 0], ...sides, [0, 0]];
      return {
        y: tf.conv2d(x, w, [...strides], pads),
        dx: tf.conv2dTranspose(dy, w, x.shape, [...strides], pads),
        dw: filterGradient(tf.pad(x, pads), dy, size, strides),
      };
    },
    tolerance: 1e-5,
  };
};

/**
 * TensorFlow.js has no WebAssembly kernel for the gradient of filters. It is a convolution, too: of images that
 * have channels for batch, with dy for filters, dilated by the strides.
 */
function filterGradient(
  padded: tf.Tensor4D,
  dy: tf.Tensor4D,
  [height, width]: readonly [number, number],
  strides: readonly [number, number],
): tf.Tensor4D {
  const images = tf.transpose(padded, [3, 1, 2, 0]);
  const filters = tf.transpose(dy, [1, 2, 0, 3]);
  const all = tf.conv2d(images, filters as tf.Tensor4D, 1, 'valid', 'NHWC', [...strides]);
  const cut = tf.slice(all, [0, 0, 0, 0], [-1, height, width, -1]);
  return tf.transpose(cut, [1, 2, 0, 3]);
}

function randomPadding(stream: RandomStream, [height, width]: readonly [number, number]): Conv2dPadding {
  const sides = (size: number): Sides => [stream.integer(size), stream.integer(size)];
  return [sides(height), sides(width)];
}

/** Cells added before and after each axis. With `same`, an odd one goes to the end, as TensorFlow defines it. */
function sidesOf(padding: Conv2dPadding, { size, strides, image }: Omit<Window, 'padding'>): [Sides, Sides] {
  if (typeof padding !== 'string') return [[...padding[0]], [...padding[1]]];
  return image.map((length, axis) => {
    if (padding === 'valid') return [0, 0];
    const windows = Math.ceil(length / strides[axis]!);
    const total = Math.max(0, (windows - 1) * strides[axis]! + size[axis]! - length);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  }) as [Sides, Sides];
}
