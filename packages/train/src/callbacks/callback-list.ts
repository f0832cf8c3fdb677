import type { Callback } from './callback.js';

type Hook = Exclude<keyof Callback, 'setTrainer'>;
type HookArguments<H extends Hook> = Parameters<Required<Callback>[H]>;

/** Calls the same hook of several callbacks, in their order, one after the other. */
export class CallbackList {
  readonly #callbacks: readonly Callback[];

  constructor(callbacks: readonly Callback[]) {
    this.#callbacks = callbacks;
  }

  /** Whether any callback has a hook, so that a step nobody watches costs nothing. */
  has(hook: Hook): boolean {
    return this.#callbacks.some((callback) => callback[hook]);
  }

  async call<H extends Hook>(hook: H, ...given: HookArguments<H>): Promise<void> {
    for (const callback of this.#callbacks) {
      // Called as a method, because callbacks may be objects of classes.
      await (callback as Record<Hook, ((...given: unknown[]) => void | Promise<void>) | undefined>)[hook]?.(
        ...given,
      );
    }
  }
}
