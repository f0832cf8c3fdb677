/** The kernels could not be started, have been closed, or lost a thread while they ran. */
export class KernelError extends Error {
  override name = 'KernelError';
}
