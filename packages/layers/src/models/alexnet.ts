import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { dropout } from '../layers/dropout.js';
import { flatten } from '../layers/flatten.js';
import { localResponseNormalization } from '../layers/local-response-normalization.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { type Sequential, sequential } from '../sequential.js';
import { type ClassifierOptions, firstLayers, isSmall } from './classifier-options.js';

/**
 * AlexNet, the two towers of which are groups of convolutions, with local response normalisation after the first two
 * of them. Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks",
 * NeurIPS 2012. Keras has no such normalisation, so its JSON cannot be read there.
 *
 * 60,965,224 parameters for 227×227 images (the 224 of the paper do not add up) and 1000 classes, the paper's 60
 * million: in the convolutions 96 · (11² · 3 + 1), 256 · (5² · 48 + 1), 384 · (3² · 256 + 1), 384 · (3² · 192 + 1) and
 * 256 · (3² · 192 + 1), where groups halve the channels that a filter sees; in the dense layers, from 6² · 256
 * features on, 4096 · 9217, 4096 · 4097 and 1000 · 4097. The normalisations have none.
 *
 * Images of less than 64 pixels keep their size in a first convolution of 5×5, and the dense layers have 1024
 * units: 5,726,602 parameters for 32×32 and 10 classes.
 * @throws ConfigError for an unusable number of classes; ShapeError when images are too small
 */
export function alexnet({
  inputShape = [227, 227, 3],
  classes = 1000,
  seed = 0,
  normalization,
}: ClassifierOptions = {}): Sequential {
  const small = isSmall(inputShape);
  const first = small ? ({ kernelSize: 5, padding: 'same' } as const) : { kernelSize: 11, strides: 4 };
  const relu = { activation: 'relu', padding: 'same', kernelInitializer: 'heNormal' } as const;
  const pooling = { poolSize: 3, strides: 2 };
  const normalise = () => localResponseNormalization({ depthRadius: 2, bias: 2, alpha: 1e-4, beta: 0.75 });
  const units = small ? 1024 : 4096;
  return sequential(
    [
      ...firstLayers(inputShape, normalization),
      conv2d({ filters: 96, activation: 'relu', kernelInitializer: 'heNormal', ...first, inputShape }),
      normalise(),
      maxPooling2d(pooling),
      conv2d({ filters: 256, kernelSize: 5, groups: 2, ...relu }),
      normalise(),
      maxPooling2d(pooling),
      conv2d({ filters: 384, kernelSize: 3, ...relu }),
      conv2d({ filters: 384, kernelSize: 3, groups: 2, ...relu }),
      conv2d({ filters: 256, kernelSize: 3, groups: 2, ...relu }),
      maxPooling2d(pooling),
      flatten(),
      dense({ units, activation: 'relu', kernelInitializer: 'heNormal' }),
      dropout({ rate: 0.5 }),
      dense({ units, activation: 'relu', kernelInitializer: 'heNormal' }),
      dropout({ rate: 0.5 }),
      dense({ units: classes, activation: 'softmax' }),
    ],
    { name: 'alexnet', seed },
  );
}
