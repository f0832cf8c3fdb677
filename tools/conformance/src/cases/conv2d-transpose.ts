import { conv2dTranspose, transposedOutput } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';

/** TensorFlow.js takes the size of the output and the padding of the convolution backwards as they are. */
export const conv2dTransposeCase = defineCase(conv2dTranspose, {
  sizes: (draw) => {
    const strideY = draw.between(1, 3);
    const strideX = draw.between(1, 3);
    return {
      batch: draw.oneOf([1, 2, 3]),
      height: draw.between(2, 12),
      width: draw.between(2, 12),
      channels: draw.oneOf([1, 3, 8, 16, 33]),
      filters: draw.oneOf([1, 3, 8, 16, 20]),
      kernelHeight: draw.between(1, 4),
      kernelWidth: draw.between(1, 4),
      strideY,
      strideX,
      padding: draw.oneOf(['same', 'valid']),
      padded: draw.oneOf([false, true]),
      paddingY: draw.between(0, strideY - 1),
      paddingX: draw.between(0, strideX - 1),
      bias: draw.oneOf([false, true]),
      activation: draw.oneOf(['linear', 'relu']),
    };
  },
  attributes: ({ strideY, strideX, padding, padded, paddingY, paddingX, activation }) => ({
    strides: [strideY, strideX] as const,
    padding,
    outputPadding: padded ? ([paddingY, paddingX] as const) : undefined,
    activation,
  }),
  inputs: ({ batch, height, width, channels, filters, kernelHeight, kernelWidth, bias }, contents) => ({
    x: contents.normal([batch, height, width, channels]),
    w: contents.normal([kernelHeight, kernelWidth, filters, channels]),
    bias: bias ? contents.normal([filters]) : undefined,
  }),
  tensorflow: ({ x, w, bias }, { strides, padding, outputPadding, activation }, sizes) => {
    const along = (axis: 0 | 1, size: number, window: number) =>
      transposedOutput(size, window, strides[axis], padding, 1, outputPadding?.[axis]);
    const rows = along(0, sizes.height, sizes.kernelHeight);
    const columns = along(1, sizes.width, sizes.kernelWidth);
    const shape = [sizes.batch, rows.size, columns.size, sizes.filters] as const;
    const sums = tf.conv2dTranspose(
      x,
      w,
      [...shape],
      [...strides],
      [
        [0, 0],
        [rows.before, rows.after],
        [columns.before, columns.after],
        [0, 0],
      ],
    );
    const biased = bias ? tf.add(sums, bias) : sums;
    return { y: activation === 'relu' ? tf.relu(biased) : biased };
  },
  tolerance: 2e-5,
  magnitude: ({ kernelHeight, kernelWidth, channels, strideY, strideX }) =>
    Math.sqrt((kernelHeight * kernelWidth * channels) / (strideY * strideX)),
});
