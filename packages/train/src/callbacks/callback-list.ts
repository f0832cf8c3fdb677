import { show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import type { Callback, CallbackState } from './callback.js';

type Hook = Exclude<keyof Callback, 'setTrainer' | 'state' | 'restore'>;
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

  call<H extends Hook>(hook: H, ...given: HookArguments<H>): Promise<void> {
    return callEach(this.#callbacks, hook, given);
  }

  /** Calls a hook of those that keep nothing in checkpoints, and see a resumed epoch as a new one. */
  callStateless<H extends Hook>(hook: H, ...given: HookArguments<H>): Promise<void> {
    const stateless = this.#callbacks.filter((callback) => !isStateful(callback));
    return callEach(stateless, hook, given);
  }

  /** What the callbacks remember, of those that say so. */
  states(): CallbackState[] {
    return this.#callbacks.filter(isStateful).map((callback) => callback.state());
  }

  /**
   * Gives each its state back.
   * @param named whether those that gave the states could say of which kind they are
   * @throws ConfigError when these are not the states of such callbacks, before any gets one
   */
  restore(states: readonly CallbackState[], named: boolean): void {
    const stateful = this.#callbacks.filter(isStateful);
    const difference = differenceOfStates(states, stateful, named);
    if (difference) {
      throw new ConfigError(
        `${difference} Pass callbacks as before, in the same order; or give up what they remember, take over the rest with trainer.restore, and call fit without resume.`,
        { about: { kind: 'callbacks', before: states.length, now: stateful.length } },
      );
    }
    stateful.forEach((callback, i) => {
      callback.restore(states[i]!);
    });
  }
}

/** @throws ConfigError for anything but a list of objects */
export function checkCallbacks(callbacks: readonly Callback[]): void {
  const isCallback = (callback: unknown): boolean => typeof callback === 'object' && callback !== null;
  if (Array.isArray(callbacks) && callbacks.every(isCallback)) return;
  throw new ConfigError(
    `callbacks is ${show(callbacks)}; it must be a list of callbacks. Pass an array such as [earlyStopping()].`,
  );
}

type Stateful = Callback & Required<Pick<Callback, 'state' | 'restore'>>;

function isStateful(callback: Callback): callback is Stateful {
  return callback.state !== undefined && callback.restore !== undefined;
}

/** What keeps states from being those of the callbacks, as a sentence; `undefined` when nothing does. */
function differenceOfStates(
  states: readonly CallbackState[],
  stateful: readonly Stateful[],
  named: boolean,
): string | undefined {
  if (stateful.length !== states.length) {
    return `The checkpoint has the states of ${states.length} callbacks; ${stateful.length} that have one were given.`;
  }
  if (!named) return undefined;
  const kinds = stateful.map((callback) => callback.state().kind);
  const at = states.findIndex(({ kind }, i) => kind !== kinds[i]);
  if (at < 0) return undefined;
  const shown = (kind: string | undefined): string => kind ?? 'a callback without a name';
  return `Of the callbacks that have a state, number ${at + 1} was ${shown(states[at]!.kind)} in the checkpoint, and now is ${shown(kinds[at])}.`;
}

async function callEach(callbacks: readonly Callback[], hook: Hook, given: unknown[]): Promise<void> {
  for (const callback of callbacks) {
    // Called as a method, because callbacks may be objects of classes.
    await (callback as Record<Hook, ((...given: unknown[]) => void | Promise<void>) | undefined>)[hook]?.(
      ...given,
    );
  }
}
