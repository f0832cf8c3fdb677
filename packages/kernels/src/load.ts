import { processors, startHelper } from '#pool';
import { FIRST_FREE_BYTE, MAX_THREADS } from './abi.js';
import { KernelError } from './errors.js';
import type { Helper } from './helper.js';
import { canShareMemory, mayWait, supportedVariants, type Variant, variants } from './probe.js';

const PAGE = 65536;
const MAX_PAGES = 65536;

export interface KernelOptions {
  /** Default: the fastest that the host supports. */
  readonly variant?: Variant;
  /**
   * Threads that work together, the caller among them. Default: one for each processor; where memory
   * cannot be shared (a page without cross-origin isolation) or the caller may not wait (the main thread
   * of a page), one.
   */
  readonly threads?: number;
}

interface KernelExports {
  start(thread: number, threads: number): void;
  run(tape: number): void;
  stop(): void;
  fail(): void;
}

/** The kernels, compiled and with their threads up. */
export class Kernels {
  readonly variant: Variant;
  readonly threads: number;
  readonly memory: WebAssembly.Memory;
  readonly #exports: KernelExports;
  readonly #helpers: Helper[] = [];
  #loss: string | undefined;
  #closed = false;

  private constructor(variant: Variant, threads: number, memory: WebAssembly.Memory, exports: KernelExports) {
    this.variant = variant;
    this.threads = threads;
    this.memory = memory;
    this.#exports = exports;
  }

  /** @throws KernelError when the host lacks what the options ask for, or refuses memory or threads. */
  static async load(options: KernelOptions = {}): Promise<Kernels> {
    const variant = await chooseVariant(options.variant);
    const threads = chooseThreads(options.threads);
    const shared = threads > 1;
    const module = await WebAssembly.compile(await kernelBytes(variant, shared));
    const memory = createMemory(shared);
    const instance = await WebAssembly.instantiate(module, { env: { memory } });
    const kernels = new Kernels(variant, threads, memory, instance.exports as unknown as KernelExports);
    kernels.#exports.start(0, threads);
    await kernels.#startHelpers(module);
    return kernels;
  }

  /**
   * Runs the tape at an address of the memory to its end, on all threads.
   * @throws KernelError when a thread died, after which nothing can be run any more, or after `close`.
   */
  run(tape: number): void {
    if (this.#closed) {
      throw new KernelError(
        'These kernels were closed, and have no threads left to run a tape. Load new ones, by a new session for instance.',
      );
    }
    try {
      this.#exports.run(tape);
    } catch (error) {
      this.#exports.fail();
      const reason = this.#loss ?? String(error);
      throw new KernelError(
        `A kernel thread stopped while it computed (${reason}). Start a new session and go on from the last checkpoint.`,
        { kind: 'thread-died' },
      );
    }
  }

  /**
   * Makes the memory at least this large.
   * @throws KernelError when the host does not give it.
   */
  reserve(bytes: number): void {
    const missing = Math.ceil((bytes - this.memory.buffer.byteLength) / PAGE);
    if (missing <= 0) return;
    try {
      this.memory.grow(missing);
    } catch {
      throw new KernelError(
        `${Math.ceil(bytes / 2 ** 20)} MiB of WebAssembly memory were asked for and not given; at most 4096 MiB can be had. Use a smaller batch or model.`,
        { kind: 'memory-refused', bytes },
      );
    }
  }

  /** Ends the helper threads. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#exports.stop();
    await Promise.all(this.#helpers.map((helper) => helper.terminate()));
  }

  async #startHelpers(module: WebAssembly.Module): Promise<void> {
    const onLoss = (reason: string): void => {
      this.#loss ??= reason;
      this.#exports.fail();
    };
    const start = async (thread: number): Promise<void> => {
      const helper = startHelper({ module, memory: this.memory, thread, threads: this.threads }, onLoss);
      this.#helpers.push(helper);
      await helper.ready;
    };
    try {
      await Promise.all(Array.from({ length: this.threads - 1 }, (_, i) => start(i + 1)));
    } catch (error) {
      await this.close();
      throw new KernelError(
        `A kernel thread could not be started (${error}). Try again with fewer threads, or with one.`,
      );
    }
  }
}

async function chooseVariant(wanted: Variant | undefined): Promise<Variant> {
  const supported = await supportedVariants();
  if (wanted === undefined) return supported.at(-1)!;
  if (supported.includes(wanted)) return wanted;
  if (!variants.includes(wanted)) {
    throw new KernelError(`There is no kernel variant '${wanted}'. Choose one of ${variants.join(', ')}.`);
  }
  throw new KernelError(
    `This host cannot run the '${wanted}' kernels; it can run ${supported.join(', ')}. Leave the variant out to take the fastest. (Node.js 20 has relaxed SIMD behind --experimental-wasm-relaxed-simd.)`,
  );
}

function chooseThreads(wanted: number | undefined): number {
  if (wanted === undefined) return canShareMemory() && mayWait() ? Math.min(processors(), MAX_THREADS) : 1;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MAX_THREADS) {
    throw new KernelError(
      `${wanted} threads were asked for. Choose a whole number from 1 to ${MAX_THREADS}.`,
    );
  }
  if (wanted > 1 && !canShareMemory()) {
    throw new KernelError(
      `${wanted} threads were asked for, but this page may not share memory. Serve it with the headers 'Cross-Origin-Opener-Policy: same-origin' and 'Cross-Origin-Embedder-Policy: require-corp', or use one thread.`,
    );
  }
  if (wanted > 1 && !mayWait()) {
    throw new KernelError(
      `${wanted} threads were asked for in the main thread of a page, which may not wait for others. Compute in a worker, or use one thread.`,
    );
  }
  return wanted;
}

/** Grows later; but addresses for all that it may become are set aside at once. */
function createMemory(shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: FIRST_FREE_BYTE / PAGE, maximum: MAX_PAGES, shared });
  } catch (error) {
    const bytes = MAX_PAGES * PAGE;
    throw new KernelError(
      `The host did not set aside addresses for ${bytes / 2 ** 20} MiB of WebAssembly memory (${error}), of which only what is needed is ever filled. Raise the limit of its address space (ulimit -v), or close what else runs there, other pages for instance.`,
      { kind: 'memory-refused', bytes },
    );
  }
}

/** Each build is a module of its own, so that a page loads only the one it uses. */
const builds = {
  simd: () => import('#wasm/simd'),
  'simd-threads': () => import('#wasm/simd-threads'),
  relaxed: () => import('#wasm/relaxed'),
  'relaxed-threads': () => import('#wasm/relaxed-threads'),
} as const;

async function kernelBytes(variant: Variant, shared: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const { default: hex } = await builds[shared ? (`${variant}-threads` as const) : variant]();
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = 16 * digitAt(hex, 2 * i) + digitAt(hex, 2 * i + 1);
  return bytes;
}

/** Of a hexadecimal number in small letters. */
function digitAt(hex: string, place: number): number {
  const code = hex.charCodeAt(place);
  return code < 58 ? code - 48 : code - 87;
}
