import type { MakeImplementation } from './implementation.ts';
import { startBackend, tfjs } from './tfjs.ts';

/** TensorFlow.js in plain JavaScript. */
export const implementation: MakeImplementation = async () => {
  await startBackend('cpu');
  return tfjs;
};
