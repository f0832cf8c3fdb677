import type { Allocator, Block } from './allocator.js';

/** The blocks of one program; apart from it, so that they can be returned when it is gone. */
export class ProgramMemory {
  readonly #allocator: Allocator;
  #lasting: Block[] = [];
  #transient: Block | undefined;

  constructor(allocator: Allocator) {
    this.#allocator = allocator;
  }

  /** Memory for as long as the program lives. */
  allocate(bytes: number): Block {
    const block = this.#allocator.allocate(bytes);
    this.#lasting.push(block);
    return block;
  }

  /** What all computations of the program use for what lives only during a run; may move when it grows. */
  get transient(): Block | undefined {
    return this.#transient;
  }

  /** Contents are not moved. @throws MemoryError, KernelError; then the block stays as it is */
  growTransient(bytes: number): void {
    const before = this.#transient;
    if (before && before.bytes >= bytes) return;
    this.#transient = before ? this.#allocator.replace(before, bytes) : this.#allocator.allocate(bytes);
  }

  /** Does something that takes lasting memory; where it fails, none is taken. */
  orNothing<T>(take: () => T): T {
    const held = this.#lasting.length;
    try {
      return take();
    } catch (error) {
      for (const block of this.#lasting.splice(held)) this.#allocator.release(block);
      throw error;
    }
  }

  /** Bytes in use. */
  get usedBytes(): number {
    const blocks = this.#transient ? [...this.#lasting, this.#transient] : this.#lasting;
    return blocks.reduce((sum, block) => sum + block.bytes, 0);
  }

  release(): void {
    for (const block of this.#lasting) this.#allocator.release(block);
    if (this.#transient) this.#allocator.release(this.#transient);
    this.#lasting = [];
    this.#transient = undefined;
  }
}
