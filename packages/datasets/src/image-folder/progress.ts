import type { DecodingProgress } from './options.js';

/** Milliseconds between two reports. */
const pause = 100;

/** Counts images and reports them now and then. */
export class Progress {
  readonly #total: number;
  readonly #listener: ((progress: DecodingProgress) => void) | undefined;
  #done = 0;
  #reported = Number.NEGATIVE_INFINITY;

  constructor(total: number, listener: ((progress: DecodingProgress) => void) | undefined) {
    this.#total = total;
    this.#listener = listener;
  }

  /** Another image is done. */
  add(): void {
    this.#done++;
    const now = performance.now();
    if (this.#done < this.#total && now - this.#reported < pause) return;
    this.#reported = now;
    this.#listener?.({ done: this.#done, total: this.#total });
  }
}
