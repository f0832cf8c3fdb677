import { activation } from '../layers/activation.js';
import { add } from '../layers/add.js';
import { batchNormalization } from '../layers/batch-normalization.js';
import { conv2d } from '../layers/conv2d.js';
import { dense } from '../layers/dense.js';
import { globalAveragePooling2d } from '../layers/global-average-pooling2d.js';
import { maxPooling2d } from '../layers/max-pooling2d.js';
import { zeroPadding2d } from '../layers/zero-padding2d.js';
import { type Model, model } from '../model.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { type ClassifierOptions, imageInput, isSmall } from './classifier-options.js';

/**
 * ResNet-50 as Keras has it in `keras.applications`, layer for layer and name for name: blocks of 1×1, 3×3 and
 * 1×1 convolutions with biases, the first of a stage with the strides. 25,636,712 parameters, 53,120 of them
 * running averages, for 224×224 images and 1000 classes. Images of less than 64 pixels go into a 3×3 convolution
 * at full size instead of a 7×7 one and a pooling that quarter it. He, Zhang, Ren and Sun, "Deep residual learning
 * for image recognition", CVPR 2016.
 * @throws ConfigError for an unusable number of classes; ShapeError when images are too small
 */
export function resnet50({
  inputShape = [224, 224, 3],
  classes = 1000,
  seed = 0,
  normalization,
}: ClassifierOptions = {}): Model {
  const { inputs, x: images } = imageInput(inputShape, normalization);
  let x = isSmall(inputShape) ? keepSize(images) : quarter(images);
  for (const [stage, blocks] of [3, 4, 6, 3].entries()) {
    for (let number = 1; number <= blocks; number++) {
      const strides = stage > 0 && number === 1 ? 2 : 1;
      x = block(
        x,
        { filters: 64 * 2 ** stage, strides, project: number === 1 },
        `conv${stage + 2}_block${number}`,
      );
    }
  }
  const features = globalAveragePooling2d({ name: 'avg_pool' }).apply(x);
  const outputs = dense({ units: classes, activation: 'softmax', name: 'predictions' }).apply(features);
  return model({ inputs, outputs, name: 'resnet50', seed });
}

function quarter(inputs: SymbolicTensor): SymbolicTensor {
  const padded = zeroPadding2d({ padding: 3, name: 'conv1_pad' }).apply(inputs);
  const sums = conv2d({ filters: 64, kernelSize: 7, strides: 2, name: 'conv1_conv' }).apply(padded);
  const x = zeroPadding2d({ padding: 1, name: 'pool1_pad' }).apply(normalised(sums, 'conv1', 'relu'));
  return maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1_pool' }).apply(x);
}

function keepSize(inputs: SymbolicTensor): SymbolicTensor {
  const sums = conv2d({ filters: 64, kernelSize: 3, padding: 'same', name: 'conv1_conv' }).apply(inputs);
  return normalised(sums, 'conv1', 'relu');
}

interface BlockOptions {
  readonly filters: number;
  readonly strides: 1 | 2;
  /** Whether the shortcut is a convolution. */
  readonly project: boolean;
}

function block(x: SymbolicTensor, { filters, strides, project }: BlockOptions, name: string): SymbolicTensor {
  const convolve = (input: SymbolicTensor, options: Parameters<typeof conv2d>[0]): SymbolicTensor =>
    conv2d(options).apply(input);
  const shortcut = project
    ? normalised(
        convolve(x, { filters: 4 * filters, kernelSize: 1, strides, name: `${name}_0_conv` }),
        `${name}_0`,
      )
    : x;
  const first = convolve(x, { filters, kernelSize: 1, strides, name: `${name}_1_conv` });
  const second = convolve(normalised(first, `${name}_1`, 'relu'), {
    filters,
    kernelSize: 3,
    padding: 'same',
    name: `${name}_2_conv`,
  });
  const third = convolve(normalised(second, `${name}_2`, 'relu'), {
    filters: 4 * filters,
    kernelSize: 1,
    name: `${name}_3_conv`,
  });
  const sum = add({ name: `${name}_add` }).apply([shortcut, normalised(third, `${name}_3`)]);
  return activation('relu', { name: `${name}_out` }).apply(sum);
}

function normalised(x: SymbolicTensor, name: string, after?: 'relu'): SymbolicTensor {
  const normal = batchNormalization({ epsilon: 1.001e-5, name: `${name}_bn` }).apply(x);
  return after ? activation(after, { name: `${name}_relu` }).apply(normal) : normal;
}
