import type { MakeImplementation } from './implementation.ts';
import { startBackend, tfjs } from './tfjs.ts';

/** TensorFlow.js on WebAssembly with SIMD; it has no threads in Node.js. */
export const implementation: MakeImplementation = async () => {
  await startBackend('wasm');
  return tfjs;
};
