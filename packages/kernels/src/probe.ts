import { relaxedSimd, simd } from 'wasm-feature-detect';
import { KernelError } from './errors.js';

/**
 * Which vector instructions the kernels are built from: `simd`, which every current host has, or
 * `relaxed`, relaxed SIMD with its fused multiply-add.
 */
export type Variant = 'simd' | 'relaxed';

export const variants: readonly Variant[] = ['simd', 'relaxed'];

/** The variants that this host can run, the fastest last. @throws KernelError when it has no SIMD at all. */
export async function supportedVariants(): Promise<Variant[]> {
  if (!(await simd())) {
    throw new KernelError(
      'This host has no WebAssembly SIMD, which the kernels are made of. Use Node.js 16.4, Chrome 91, Firefox 89, Safari 16.4 or newer.',
      { kind: 'no-simd' },
    );
  }
  return (await relaxedSimd()) ? ['simd', 'relaxed'] : ['simd'];
}

/** Whether memory can be shared between threads: always in Node.js, in a page only when it is cross-origin isolated. */
export function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated ?? true;
}

/** Whether this thread may sleep until another has done its part: everywhere but in the main thread of a page. */
export function mayWait(): boolean {
  return typeof document === 'undefined';
}
