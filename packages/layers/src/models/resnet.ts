import { activation } from '../layers/activation.js';
import { add } from '../layers/add.js';
import { dense } from '../layers/dense.js';
import { globalAveragePooling2d } from '../layers/global-average-pooling2d.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { zeroPadding2d } from '../layers/zero-padding2d.js';
import { type Model, model } from '../model.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { type ClassifierOptions, imageInput, isSmall } from './classifier-options.js';
import { convNorm } from './conv-norm.js';

/**
 * Residual networks of blocks of two 3×3 convolutions: He, Zhang, Ren and Sun, "Deep residual learning for image
 * recognition", CVPR 2016, section 4.1. Where the size changes, shortcuts are 1×1 convolutions (option B). Images
 * of less than 64 pixels go into a 3×3 convolution at full size instead of a 7×7 one and a pooling that quarter it.
 */
function basicResnet(
  layers: 18 | 34,
  blocks: readonly number[],
  { inputShape = [224, 224, 3], classes = 1000, seed = 0, normalization }: ClassifierOptions,
): Model {
  const { inputs, x: images } = imageInput(inputShape, normalization);
  let x = isSmall(inputShape)
    ? convNorm(images, { filters: 64, kernelSize: 3, padding: 'same' })
    : quarter(images);
  for (const [stage, count] of blocks.entries()) {
    for (let block = 0; block < count; block++) {
      x = basicBlock(x, 64 * 2 ** stage, stage > 0 && block === 0 ? 2 : 1);
    }
  }
  const features = globalAveragePooling2d().apply(x);
  const outputs = dense({ units: classes, activation: 'softmax' }).apply(features);
  return model({ inputs, outputs, name: `resnet${layers}`, seed });
}

function quarter(inputs: SymbolicTensor): SymbolicTensor {
  const x = convNorm(bordered(inputs, 3), { filters: 64, kernelSize: 7, strides: 2 });
  return maxPooling2d({ poolSize: 3, strides: 2 }).apply(bordered(x, 1));
}

/** Cells of zeros on all sides, as ImageNet's networks have them: by strides of 2 `same` would put the odd one elsewhere. */
function bordered(x: SymbolicTensor, padding: number): SymbolicTensor {
  return zeroPadding2d({ padding }).apply(x);
}

function basicBlock(x: SymbolicTensor, filters: number, strides: 1 | 2): SymbolicTensor {
  const options = { filters, kernelSize: 3 } as const;
  const first =
    strides === 1
      ? convNorm(x, { ...options, padding: 'same' })
      : convNorm(bordered(x, 1), { ...options, strides });
  const second = convNorm(first, { ...options, padding: 'same', activation: 'linear' });
  const shortcut = strides === 1 ? x : convNorm(x, { filters, kernelSize: 1, strides, activation: 'linear' });
  return activation('relu').apply(add().apply([shortcut, second]));
}

/**
 * ResNet-18: 11,689,512 parameters to train, and 9,600 running averages, for 224×224 images and 1000 classes;
 * images of less than 64 pixels keep their size at first. He et al., CVPR 2016.
 * @throws ConfigError for an unusable number of classes; ShapeError when images are too small
 */
export function resnet18(options: ClassifierOptions = {}): Model {
  return basicResnet(18, [2, 2, 2, 2], options);
}

/** ResNet-34: 21,797,672 parameters to train, and 17,024 running averages. See `resnet18`. */
export function resnet34(options: ClassifierOptions = {}): Model {
  return basicResnet(34, [3, 4, 6, 3], options);
}
