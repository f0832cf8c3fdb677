import {
  type Conv2DBackpropFilterAttrs,
  conv2d,
  backend_util as geometry,
  pad,
  registerKernel,
  slice,
  type Tensor4D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Task } from '../task.ts';
import type { MakeImplementation } from './implementation.ts';
import { startBackend, tfjs } from './tfjs.ts';

/**
 * TensorFlow.js on WebAssembly with the kernel that it lacks for training, the gradient of a convolution's
 * filters, composed from those it has. Of the ways to do so, this is the fastest that was found.
 */
export const implementation: MakeImplementation = async () => {
  await startBackend('wasm');
  registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as unknown as { x: Tensor4D; dy: Tensor4D };
      return filterGradient(x, dy, attrs as unknown as Conv2DBackpropFilterAttrs);
    },
  });
  // The rest is that of TensorFlow.js as it is.
  const tasks: readonly Task['kind'][] = ['step', 'conv2dFilterGradient'];
  return { prepare: async (task) => (tasks.includes(task.kind) ? tfjs.prepare(task) : undefined) };
};

/** A convolution, too: of images that have channels for batch, with dy for filters, dilated by the strides. */
function filterGradient(x: Tensor4D, dy: Tensor4D, attributes: Conv2DBackpropFilterAttrs): Tensor4D {
  const { strides, pad: padding, dimRoundingMode, filterShape } = attributes;
  const { padInfo, strideHeight, strideWidth, filterHeight, filterWidth } = geometry.computeConv2DInfo(
    x.shape,
    filterShape,
    strides,
    1,
    padding,
    dimRoundingMode,
  );
  const { top, bottom, left, right } = padInfo;
  return tidy(() => {
    const padded = pad(x, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
    const images = transpose(padded, [3, 1, 2, 0]);
    const filters: Tensor4D = transpose(dy, [1, 2, 0, 3]);
    const all = conv2d(images, filters, 1, 'valid', 'NHWC', [strideHeight, strideWidth]);
    return transpose(slice(all, [0, 0, 0, 0], [-1, filterHeight, filterWidth, -1]), [1, 2, 0, 3]);
  });
}
