import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type AppState, store } from './app-state.js';

/** A part of the state that an element shows: when it becomes another, the element is drawn anew. */
export class Selection<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #select: (state: AppState) => T;
  #value: T;
  #end: () => void = () => {};

  constructor(host: ReactiveControllerHost, select: (state: AppState) => T) {
    this.#host = host;
    this.#select = select;
    this.#value = select(store.state);
    host.addController(this);
  }

  get value(): T {
    return this.#value;
  }

  hostConnected(): void {
    this.#follow();
    this.#end = store.subscribe(() => this.#follow());
  }

  hostDisconnected(): void {
    this.#end();
  }

  #follow(): void {
    const value = this.#select(store.state);
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.#host.requestUpdate();
  }
}
