import type { MakeImplementation } from './implementation.ts';
import { loadOnnxRuntime, onnxImplementation } from './onnxruntime.ts';

/** The ONNX Runtime as native code, with the vectors that the processor has. */
export const implementation: MakeImplementation = async ({ threads }) => {
  const runtime = await loadOnnxRuntime('onnxruntime-node');
  return onnxImplementation(runtime, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
};
