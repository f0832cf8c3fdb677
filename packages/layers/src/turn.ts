/** How long to compute before other work of the event loop gets its turn, in milliseconds. */
const TURN = 50;

/** Lets other work of the event loop have its turn: to be awaited between steps, at no cost until one is due. */
export class Turn {
  #ends = performance.now() + TURN;

  /** A promise to wait for, when it is time. */
  due(): Promise<void> | undefined {
    return performance.now() > this.#ends ? this.#take() : undefined;
  }

  async #take(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    this.#ends = performance.now() + TURN;
  }
}
