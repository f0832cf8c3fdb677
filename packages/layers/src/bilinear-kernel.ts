import { type Shape, sizeOf } from '@cnn/tensor';

/**
 * The kernel `[height, width, filters, channels]` of a transposed convolution with which it interpolates each channel
 * between the centres of pixels, for strides of half the kernel's size: a tent over the window, from each channel to
 * itself. Long, Shelhamer and Darrell, "Fully convolutional networks for semantic segmentation", CVPR 2015.
 * @param shape with as many filters as channels
 */
export function bilinearKernel(shape: Shape): Float32Array {
  const [height, width, , channels] = shape as [number, number, number, number];
  const kernel = new Float32Array(sizeOf(shape));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        kernel[at + channel * channels + channel] = tent(y, height) * tent(x, width);
      }
      at += channels * channels;
    }
  }
  return kernel;
}

/** 1 in the middle of a window and 0 beyond its ends; sums at distances of half the window are 1. */
function tent(position: number, size: number): number {
  const stride = Math.ceil(size / 2);
  const centre = size % 2 === 0 ? stride - 0.5 : stride - 1;
  return 1 - Math.abs(position - centre) / stride;
}
