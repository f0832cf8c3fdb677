import { FIRST_FREE_BYTE, Kernels, type Variant } from '@cnn/kernels';
import { Allocator } from './allocator.js';
import { ConfigError } from './errors.js';
import { Program } from './program.js';

export interface SessionOptions {
  /** `simd` or `relaxed`; default: the fastest that the host supports. */
  readonly variant?: Variant;
  /** Threads that compute together; default: one for each processor. Results do not depend on it. */
  readonly threads?: number;
  /**
   * Whether the same computation must give the same bits on every machine: plain SIMD only, and no
   * algorithm that trades exactness for speed. On one machine, and with any number of threads, results
   * are the same bits anyway. Default: false.
   */
  readonly deterministic?: boolean;
}

/** Kernels with their threads and memory. Programs run in it, one at a time. */
export class Session {
  readonly deterministic: boolean;
  /** @internal */
  readonly kernels: Kernels;
  /** @internal */
  readonly allocator: Allocator;

  private constructor(kernels: Kernels, deterministic: boolean) {
    this.kernels = kernels;
    this.deterministic = deterministic;
    this.allocator = new Allocator(FIRST_FREE_BYTE, (bytes) => kernels.reserve(bytes));
  }

  /**
   * Loads the kernels and starts their threads.
   * @throws KernelError when the host cannot do what the options ask for; ConfigError when they contradict each other.
   */
  static async create({ variant, threads, deterministic = false }: SessionOptions = {}): Promise<Session> {
    if (deterministic && variant === 'relaxed') {
      throw new ConfigError(
        "A deterministic session was asked for with the variant 'relaxed', whose rounding depends on the machine. Leave out the variant, or the determinism.",
      );
    }
    const chosen = deterministic ? 'simd' : variant;
    const kernels = await Kernels.load({
      ...(chosen === undefined ? {} : { variant: chosen }),
      ...(threads === undefined ? {} : { threads }),
    });
    return new Session(kernels, deterministic);
  }

  get variant(): Variant {
    return this.kernels.variant;
  }

  get threads(): number {
    return this.kernels.threads;
  }

  /** Bytes of WebAssembly memory in use by programs now. */
  get usedBytes(): number {
    return this.allocator.usedBytes;
  }

  /** A new, empty program: a set of computations that share variables. */
  program(): Program {
    return new Program(this);
  }

  /** Ends the threads. Programs of this session cannot run any more. */
  async close(): Promise<void> {
    await this.kernels.close();
  }
}
