import { conv2dMaxPool2dFilterGradient } from '@cnn/tensor';
import { defineCase } from '../case.ts';
import { type Convolution, imagesOf, outputOf, variations, windowOf } from '../shapes/convolution.ts';

/** What pooling windows of 2 × 2 pixels leave of a convolution's results. */
function pooledOf(sizes: Convolution): [number, number, number, number] {
  const [batch, height, width, filters] = outputOf(sizes);
  return [batch, height >> 1, width >> 1, filters];
}

export const conv2dMaxPool2dFilterGradientCase = defineCase(conv2dMaxPool2dFilterGradient, {
  sizes: (draw) => ({ ...variations.any.sizes(draw), relu: draw.oneOf([false, true]) }),
  attributes: (sizes) => {
    const { strides, padding } = windowOf(sizes);
    return { strides, padding, kernelSize: [sizes.kernelHeight, sizes.kernelWidth] as const };
  },
  inputs: (sizes, contents) => ({
    x: contents.normal(imagesOf(sizes)),
    dy: contents.normal(pooledOf(sizes)),
    winner: contents.bytes(pooledOf(sizes), 3),
    y: sizes.relu ? contents.normal(pooledOf(sizes)) : undefined,
  }),
  magnitude: (sizes) => {
    const [batch, height, width] = pooledOf(sizes);
    return Math.sqrt(batch * height * width);
  },
});
