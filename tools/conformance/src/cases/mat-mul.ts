import { formatShape, matMul, type Value } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { between, type CaseMaker, pick } from '../case.js';
import { randomTensor } from '../random-tensor.js';

/** A matrix product, each side as it is or transposed, and the gradients of both. */
export const matMulCase: CaseMaker = (stream) => {
  const [m, n, k] = [between(stream, 1, 70), between(stream, 1, 70), between(stream, 1, 300)];
  const transposeA = pick(stream, [false, true]);
  const transposeB = pick(stream, [false, true]);
  const inputs = {
    a: randomTensor(stream, transposeA ? [k, m] : [m, k]),
    b: randomTensor(stream, transposeB ? [n, k] : [k, n]),
    dy: randomTensor(stream, [m, n]),
  };
  return {
    label: `a ${formatShape(inputs.a.shape)} b ${formatShape(inputs.b.shape)} transposed ${transposeA}, ${transposeB}`,
    inputs,
    ours: (values) => {
      const { a, b, dy } = values as Record<'a' | 'b' | 'dy', Value>;
      const { y } = matMul({ a, b }, { transposeA, transposeB });
      const gradients = matMul.grad!({ a, b, y }, dy, { transposeA, transposeB });
      return { y, da: gradients.a!, db: gradients.b! };
    },
    theirs: (tensors) => {
      const { a, b, dy } = tensors as Record<'a' | 'b' | 'dy', tf.Tensor2D>;
      return {
        y: tf.matMul(a, b, transposeA, transposeB),
        da: transposeA ? tf.matMul(b, dy, transposeB, true) : tf.matMul(dy, b, false, !transposeB),
        db: transposeB ? tf.matMul(dy, a, true, transposeA) : tf.matMul(a, dy, !transposeA, false),
      };
    },
    tolerance: 5e-6,
  };
};
