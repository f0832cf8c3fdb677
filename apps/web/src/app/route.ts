import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type View, views } from './views.js';

/** The view that the address names. */
export function currentView(): View {
  const path = location.hash.replace(/^#\/?/, '');
  return views.find((view) => view.path === path) ?? views[0];
}

/** The same for an element, which is drawn anew when that changes. */
export class Route implements ReactiveController {
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get view(): View {
    return currentView();
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#onChange);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#onChange);
  }

  readonly #onChange = (): void => this.#host.requestUpdate();
}
