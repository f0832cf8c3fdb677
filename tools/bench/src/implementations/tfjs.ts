import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { classNumbers, normalNumbers } from '../numbers.ts';
import type { NetworkTask } from '../task.ts';
import type { Implementation, Run } from './implementation.ts';
import { tfjsOp } from './tfjs-ops.ts';

/** TensorFlow.js on the backend that was started. */
export const tfjs: Implementation = {
  prepare: async (task) => {
    tf.engine().endScope();
    tf.disposeVariables();
    tf.engine().startScope();
    switch (task.kind) {
      case 'step':
        return step(task);
      case 'forward':
        return forward(task);
      case 'resnet20Step':
      case 'fit':
      case 'predict':
      case 'multiplyAdd':
      case 'memory':
        return undefined;
      default:
        return tfjsOp(task);
    }
  },
};

/** @throws Error when it does not start */
export async function startBackend(name: 'wasm' | 'cpu'): Promise<void> {
  setWasmPaths(new URL('.', import.meta.resolve('@tensorflow/tfjs-backend-wasm')).pathname);
  if (!(await tf.setBackend(name))) throw new Error(`The backend '${name}' of TensorFlow.js did not start.`);
  tf.engine().startScope();
}

function network(): Sequential {
  const relu = { activation: 'relu' } as const;
  return sequential({
    layers: [
      layers.conv2d({ filters: 32, kernelSize: 3, padding: 'same', inputShape: [32, 32, 3], ...relu }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 64, kernelSize: 3, ...relu }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 128, ...relu }),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
}

function step({ batch }: NetworkTask): Run {
  const model = network();
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  const x = images(batch);
  const y = tf.tensor2d(Float32Array.from(classNumbers(batch).data), [batch, 1]);
  return async () => {
    await model.trainOnBatch(x, y);
  };
}

function forward({ batch }: NetworkTask): Run {
  const model = network();
  const x = images(batch);
  return () => {
    tf.tidy(() => void (model.predictOnBatch(x) as tf.Tensor).dataSync());
  };
}

function images(batch: number): tf.Tensor4D {
  return tf.tensor4d(normalNumbers([batch, 32, 32, 3]).data, [batch, 32, 32, 3]);
}
