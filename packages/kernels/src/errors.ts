/** The kernels could not be started, or a thread died while they ran. */
export class KernelError extends Error {
  override name = 'KernelError';
}
