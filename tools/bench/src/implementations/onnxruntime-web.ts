import type { MakeImplementation } from './implementation.ts';
import { loadOnnxRuntime, onnxImplementation } from './onnxruntime.ts';

/** The ONNX Runtime compiled to WebAssembly. */
export const implementation: MakeImplementation = async ({ threads }) => {
  const runtime = await loadOnnxRuntime('onnxruntime-web');
  runtime.env.wasm.numThreads = threads;
  return onnxImplementation(runtime, { executionProviders: ['wasm'] });
};
