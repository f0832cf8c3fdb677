import { formatShape, relu, sigmoid, softmax, tanh, type Value } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { between, type CaseMaker } from '../case.js';
import { randomTensor } from '../random-tensor.js';

/** relu, sigmoid, tanh and softmax of the same numbers, with their gradients. */
export const activationCase: CaseMaker = (stream) => {
  const shape = [between(stream, 1, 40), between(stream, 1, 70)];
  return {
    label: `x ${formatShape(shape)}`,
    inputs: { x: randomTensor(stream, shape), dy: randomTensor(stream, shape) },
    ours: (values) => {
      const { x, dy } = values as Record<'x' | 'dy', Value>;
      const results = [relu, sigmoid, tanh, softmax].map((op) => {
        const { y } = op({ x });
        return { [op.opName]: y, [`${op.opName}Grad`]: op.grad!({ x, y }, dy).x! };
      });
      return Object.assign({}, ...results) as Record<string, Value>;
    },
    theirs: (tensors) => {
      const { x, dy } = tensors as Record<'x' | 'dy', tf.Tensor2D>;
      const [s, t, p] = [tf.sigmoid(x), tf.tanh(x), tf.softmax(x)];
      return {
        relu: tf.relu(x),
        reluGrad: tf.mul(dy, tf.step(x)),
        sigmoid: s,
        sigmoidGrad: tf.mul(dy, tf.mul(s, tf.sub(1, s))),
        tanh: t,
        tanhGrad: tf.mul(dy, tf.sub(1, tf.square(t))),
        softmax: p,
        softmaxGrad: tf.mul(p, tf.sub(dy, tf.sum(tf.mul(dy, p), -1, true))),
      };
    },
    tolerance: 2e-6,
  };
};
