import type { Shape } from '@cnn/tensor';
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { flatten } from '../layers/flatten.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { type Sequential, sequential } from '../sequential.js';
import { type ClassifierOptions, firstLayers } from './classifier-options.js';

export interface SimpleCnnOptions extends Pick<ClassifierOptions, 'normalization'> {
  /** `[height, width, channels]`. Default `[32, 32, 3]`, as in CIFAR-10. */
  readonly inputShape?: Shape;
  /** How many classes to tell apart. Default 10. */
  readonly classes?: number;
  /** What the first weights are derived from. Default 0. */
  readonly seed?: number;
}

/**
 * The reference network, on which speeds and accuracies of this project are measured: two convolutions, each
 * followed by max pooling, and two dense layers. It is the plan of LeNet-5 with relu and max pooling:
 * LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", Proceedings of
 * the IEEE, 1998. With the default options it has 422,218 parameters.
 * @throws ConfigError for an unusable number of classes; ShapeError when images are too small for it
 */
export function simpleCnn({
  inputShape = [32, 32, 3],
  classes = 10,
  seed = 0,
  normalization,
}: SimpleCnnOptions = {}): Sequential {
  return sequential(
    [
      ...firstLayers(inputShape, normalization),
      conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu', inputShape }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dense({ units: 128, activation: 'relu' }),
      dense({ units: classes, activation: 'softmax' }),
    ],
    { name: 'simple_cnn', seed },
  );
}
