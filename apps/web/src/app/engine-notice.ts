import { css, html, nothing, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { start } from '../state/start.js';
import { controls } from '../styles/controls.js';

/** Says what a person should know about the worker: that it is lost, or that it has to do with one thread. */
export class EngineNotice extends LocalizedElement {
  static override readonly styles = [
    controls,
    css`
      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-2) var(--space-4);
        margin-bottom: var(--space-5);
        padding: var(--space-3) var(--space-4);
        border-radius: var(--radius);
        background: var(--warning-wash);
        font-size: var(--text-small);
      }

      .notice.bad {
        background: var(--danger-wash);
      }

      p {
        max-width: 80ch;
      }
    `,
  ];

  readonly #engine = this.select(({ engine }) => engine);

  protected override render(): TemplateResult | typeof nothing {
    const engine = this.#engine.value;
    const { engine: m } = this.m;
    if (engine.status === 'unable') {
      return html`<div class="notice bad" role="alert"><p>${this.said(engine.reason)}</p></div>`;
    }
    if (engine.status === 'lost') return this.#bad(m.lost(this.said(engine.reason)));
    if (engine.status === 'silent') return this.#bad(m.silent);
    if (crossOriginIsolated) return nothing;
    return html`<div class="notice" role="note"><p>${m.notIsolated}</p></div>`;
  }

  #bad(sentence: string): TemplateResult {
    return html`<div class="notice bad" role="alert">
      <p>${sentence}</p>
      <button @click=${start}>${this.m.engine.restart}</button>
    </div>`;
  }
}
