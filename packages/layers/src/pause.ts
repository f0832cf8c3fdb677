/** How long computing may keep others waiting, in milliseconds: short to a person, long to a step. */
const SLICE = 50;

/**
 * Lets signals, timers, input and drawing have their turn between steps, which compute without a break.
 * Await `pause.due()` after each step: it costs nothing until a slice of time is used up.
 */
export class Pause {
  #since = performance.now();

  /** A promise to wait for, when it is time. */
  due(): Promise<void> | undefined {
    return performance.now() - this.#since < SLICE ? undefined : this.#take();
  }

  async #take(): Promise<void> {
    await nextTurn();
    this.#since = performance.now();
  }
}

/** Resolves once the event loop has gone round. Not by `setTimeout`, which pages hold up for 4 ms. */
function nextTurn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (done: () => void) => unknown };
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
