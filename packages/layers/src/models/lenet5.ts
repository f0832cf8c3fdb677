import { averagePooling2d } from '../layers/average-pooling2d.js';
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { flatten } from '../layers/flatten.js';
import { type Sequential, sequential } from '../sequential.js';
import { type ClassifierOptions, firstLayers } from './classifier-options.js';

/**
 * LeNet-5, for digits of 32×32 pixels; those of 28×28 get a border of two zeros, as in the paper. LeCun, Bottou,
 * Bengio and Haffner, "Gradient-based learning applied to document recognition", Proceedings of the IEEE, 1998.
 *
 * 61,706 parameters, where the paper counts 60,000. The differences: its third layer, C3, sees only some of the
 * maps before it, which was to save work, and has 1,516 parameters where this one sees all and has 2,416; its
 * poolings have a factor and a bias for each map, 44 in all, this one's none; and its last layer measures distances
 * to fixed patterns, where this one is dense, with 850 parameters, and softmax.
 * @throws ConfigError for an unusable number of classes; ShapeError when images are too small
 */
export function lenet5({
  inputShape = [32, 32, 1],
  classes = 10,
  seed = 0,
  normalization,
}: ClassifierOptions = {}): Sequential {
  const padding = inputShape[0] === 28 && inputShape[1] === 28 ? 'same' : 'valid';
  return sequential(
    [
      ...firstLayers(inputShape, normalization),
      conv2d({ filters: 6, kernelSize: 5, padding, activation: 'tanh', inputShape, name: 'c1' }),
      averagePooling2d({ name: 's2' }),
      conv2d({ filters: 16, kernelSize: 5, activation: 'tanh', name: 'c3' }),
      averagePooling2d({ name: 's4' }),
      conv2d({ filters: 120, kernelSize: 5, activation: 'tanh', name: 'c5' }),
      flatten(),
      dense({ units: 84, activation: 'tanh', name: 'f6' }),
      dense({ units: classes, activation: 'softmax', name: 'output' }),
    ],
    { name: 'lenet5', seed },
  );
}
