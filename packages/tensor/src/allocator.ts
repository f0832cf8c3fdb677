import { align } from './arena.js';
import { MemoryError } from './errors.js';
import { MEMORY_LIMIT } from './memory.js';

/** A piece of WebAssembly memory. */
export interface Block {
  readonly address: number;
  readonly bytes: number;
}

/** Hands out the memory of a session in blocks, the lowest free one that is large enough first. */
export class Allocator {
  readonly #reserve: (bytes: number) => void;
  /** Free blocks by address; the last one reaches to the end of what can be had. */
  #free: Block[];
  #usedBytes = 0;

  constructor(begin: number, reserve: (bytes: number) => void) {
    this.#reserve = reserve;
    this.#free = [{ address: begin, bytes: MEMORY_LIMIT - begin }];
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** @throws MemoryError when 4 GiB do not suffice, KernelError when the host gives less; then nothing changes. */
  allocate(bytes: number): Block {
    const size = Math.max(align(bytes), align(1));
    const index = this.#free.findIndex((block) => block.bytes >= size);
    const found = this.#free[index];
    if (!found) throw this.#tooMuch(size);
    this.#reserve(found.address + size);
    const rest = { address: found.address + size, bytes: found.bytes - size };
    this.#free.splice(index, 1, ...(rest.bytes > 0 ? [rest] : []));
    this.#usedBytes += size;
    return { address: found.address, bytes: size };
  }

  /** A larger block in place of one that it may overlap; contents are not moved. @throws as `allocate`. */
  replace(block: Block, bytes: number): Block {
    const [free, usedBytes] = [this.#free, this.#usedBytes];
    this.release(block);
    try {
      return this.allocate(bytes);
    } catch (error) {
      this.#free = free;
      this.#usedBytes = usedBytes;
      throw error;
    }
  }

  /** @throws MemoryError when so much is not free. */
  expectFree(bytes: number): void {
    if (this.#usedBytes + bytes > MEMORY_LIMIT) throw this.#tooMuch(bytes);
  }

  #tooMuch(bytes: number): MemoryError {
    return new MemoryError(
      `${mebibytes(bytes)} MiB more were asked for with ${mebibytes(this.#usedBytes)} MiB in use; WebAssembly memory ends at ${mebibytes(MEMORY_LIMIT)} MiB. Use a smaller batch or a smaller model.`,
    );
  }

  release(block: Block): void {
    this.#usedBytes -= block.bytes;
    const sorted = [...this.#free, block].sort((a, b) => a.address - b.address);
    this.#free = sorted.reduce<Block[]>((merged, next) => {
      const last = merged.at(-1);
      if (last && last.address + last.bytes === next.address) {
        merged[merged.length - 1] = { address: last.address, bytes: last.bytes + next.bytes };
      } else merged.push(next);
      return merged;
    }, []);
  }
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
