import { css, html, type TemplateResult } from 'lit';
import { type Language, languages } from '../i18n/languages.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { store } from '../state/app-state.js';
import { controls } from '../styles/controls.js';

/** Chooses the language of the page. */
export class LanguageSwitch extends LocalizedElement {
  static override readonly styles = [
    controls,
    css`
      button {
        min-height: 2rem;
        padding: 0 var(--space-3);
        font-size: var(--text-small);
      }
    `,
  ];

  readonly #chosen = this.select(({ language }) => language);

  /** With two languages, a button that names the other one. */
  protected override render(): TemplateResult {
    const other = (Object.keys(languages) as Language[]).find((language) => language !== this.#chosen.value)!;
    return html`<button lang=${other} @click=${() => store.update({ language: other })}>${languages[other]}</button>`;
  }
}
