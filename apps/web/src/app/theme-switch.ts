import { html, svg, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { store, type Theme } from '../state/app-state.js';
import { controls } from '../styles/controls.js';

const order: readonly Theme[] = ['system', 'light', 'dark'];

const icons = {
  system: svg`<path d="M3 4h14v9H3zM7 17h6M10 13v4" />`,
  light: svg`<circle cx="10" cy="10" r="3.25" /><path d="M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M15.7 4.3l-1.1 1.1M5.4 14.6l-1.1 1.1" />`,
  dark: svg`<path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z" />`,
};

/** Chooses between light, dark, and what the system says, one after the other. */
export class ThemeSwitch extends LocalizedElement {
  static override readonly styles = controls;

  readonly #theme = this.select(({ theme }) => theme);

  protected override render(): TemplateResult {
    const theme = this.#theme.value;
    const { label } = this.m.theme;
    const next = order[(order.indexOf(theme) + 1) % order.length]!;
    const title = `${label}: ${this.m.theme[theme]}`;
    return html`<button class="icon" title=${title} aria-label=${title} @click=${() => store.update({ theme: next })}>
      <svg viewBox="0 0 20 20" aria-hidden="true">${icons[theme]}</svg>
    </button>`;
  }
}
