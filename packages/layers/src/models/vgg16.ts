import type { Layer } from '../layer.js';
import { activation } from '../layers/activation.js';
import { batchNormalization } from '../layers/batch-normalization.js';
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { dropout } from '../layers/dropout.js';
import { flatten } from '../layers/flatten.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { type Sequential, sequential } from '../sequential.js';
import { type ClassifierOptions, firstLayers, isSmall } from './classifier-options.js';

/** Filters of the convolutions of each block. */
const blocks = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/**
 * VGG-16: thirteen 3×3 convolutions, five poolings, three dense layers. 138,357,544 parameters for 224×224 images
 * and 1000 classes, as in Keras, with its names: Simonyan and Zisserman, "Very deep convolutional networks for
 * large-scale image recognition", ICLR 2015.
 *
 * For images of less than 64 pixels, with batch normalisation after each convolution and one dense layer of 512
 * before the last: 14,986,698 parameters to train and 8,448 running averages for 32×32 and 10 classes. After Liu
 * and Deng, "Very deep convolutional neural network based image classification using small training sample size",
 * ACPR 2015.
 * @throws ConfigError for an unusable number of classes; ShapeError when images are too small
 */
export function vgg16({
  inputShape = [224, 224, 3],
  classes = 1000,
  seed = 0,
  normalization,
}: ClassifierOptions = {}): Sequential {
  const normalise = isSmall(inputShape);
  const layers = blocks.flatMap((filters, number) => {
    const convolutions = filters.flatMap((count, i) => {
      const name = `block${number + 1}_conv${i + 1}`;
      const first = number + i === 0 ? { inputShape } : {};
      return normalise ? normalisedConvolution(count, name, first) : [convolution(count, name, first)];
    });
    // So that the last of images below 32 pixels, of one pixel each, have a window.
    const padding = normalise ? 'same' : 'valid';
    return [...convolutions, maxPooling2d({ padding, name: `block${number + 1}_pool` })];
  });
  const head = normalise
    ? [dense({ units: 512, activation: 'relu', name: 'fc1' }), dropout({ rate: 0.5 })]
    : [
        dense({ units: 4096, activation: 'relu', name: 'fc1' }),
        dense({ units: 4096, activation: 'relu', name: 'fc2' }),
      ];
  const scores = dense({ units: classes, activation: 'softmax', name: 'predictions' });
  const first = firstLayers(inputShape, normalization);
  return sequential([...first, ...layers, flatten(), ...head, scores], { name: 'vgg16', seed });
}

function convolution(filters: number, name: string, first: object): Layer {
  return conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', name, ...first });
}

function normalisedConvolution(filters: number, name: string, first: object): Layer[] {
  const options = { kernelSize: 3, padding: 'same', kernelInitializer: 'heNormal', useBias: false } as const;
  return [
    conv2d({ filters, ...options, name, ...first }),
    batchNormalization({ momentum: 0.9 }),
    activation('relu'),
  ];
}
