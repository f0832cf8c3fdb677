/** Errors that a person at the machine can do something about. */
export type KernelErrorAbout =
  | { readonly kind: 'no-simd' }
  | { readonly kind: 'thread-died' }
  | { readonly kind: 'memory-refused'; readonly bytes: number };

/** The kernels could not be started, got no memory, have been closed, or lost a thread while they ran. */
export class KernelError extends Error {
  override name = 'KernelError';
  /** What it is about, for programs that tell it in other words, or in another language. */
  readonly about: KernelErrorAbout | undefined;

  constructor(message: string, about?: KernelErrorAbout) {
    super(message);
    this.about = about;
  }
}
