import { KernelError } from '@cnn/kernels';
import { MemoryError } from './errors.js';

/** Whether an error tells that memory is short: that WebAssembly has no more, or that the host gives no more of it. */
export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof KernelError) return error.about?.kind === 'memory-refused';
  return error instanceof MemoryError;
}
