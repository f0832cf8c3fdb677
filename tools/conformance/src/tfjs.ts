import '@tensorflow/tfjs-backend-cpu';
import { Tensor } from '@cnn/tensor';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Case } from './case.ts';
import type { Trial } from './trial.ts';

/** What computed a result: TensorFlow.js on its WebAssembly kernels, or in plain JavaScript where it has none. */
export type TensorFlowBackend = 'wasm' | 'cpu';

/** TensorFlow.js on its WebAssembly kernels, which lie beside its main file. */
export async function loadTensorFlow(): Promise<void> {
  // Otherwise its plain JavaScript begins with an advertisement for its package for Node.js.
  tf.enableProdMode();
  setWasmPaths(new URL('.', import.meta.resolve('@tensorflow/tfjs-backend-wasm')).pathname);
  if (!(await tf.setBackend('wasm')))
    throw new Error('The WebAssembly backend of TensorFlow.js did not start.');
}

/** Cases of which the WebAssembly backend lacks a kernel. */
const withoutWasm = new WeakSet<Case>();

/** The results of a trial by TensorFlow.js, as far as it has them. */
export async function theirResults({
  tested,
  sizes,
  inputs,
  attributes,
}: Trial): Promise<{ backend: TensorFlowBackend; results: Map<string, Tensor> } | undefined> {
  const { tensorflow } = tested;
  if (!tensorflow) return undefined;
  const compute = (): Map<string, Tensor> => {
    const results = new Map<string, Tensor>();
    tf.tidy(() => {
      const theirs = Object.entries(inputs).map(([name, tensor]) => [name, tensor && asTheirs(tensor)]);
      for (const [name, result] of Object.entries(tensorflow(Object.fromEntries(theirs), attributes, sizes)))
        results.set(name, asOurs(result));
    });
    return results;
  };
  const backend = withoutWasm.has(tested) ? 'cpu' : 'wasm';
  await tf.setBackend(backend);
  try {
    return { backend, results: compute() };
  } catch (error) {
    if (backend === 'cpu' || !/not registered for the backend|not registered for backend/.test(String(error)))
      throw error;
  }
  withoutWasm.add(tested);
  await tf.setBackend('cpu');
  return { backend: 'cpu', results: compute() };
}

function asTheirs({ data, shape, dtype }: Tensor): tf.Tensor {
  if (dtype === 'f32') return tf.tensor(data, [...shape], 'float32');
  return tf.tensor(Int32Array.from(data), [...shape], 'int32');
}

function asOurs(result: tf.Tensor): Tensor {
  return new Tensor('f32', result.shape, Float32Array.from(result.dataSync()));
}
