import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type View, views } from './views.js';

/** The view that the address names; an element that uses it is drawn anew when that changes. */
export class Route implements ReactiveController {
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get view(): View {
    const path = location.hash.replace(/^#\/?/, '');
    return views.find((view) => view.path === path) ?? views[0];
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#onChange);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#onChange);
  }

  readonly #onChange = (): void => this.#host.requestUpdate();
}
