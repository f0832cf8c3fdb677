import { css, html, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls } from '../styles/controls.js';

/** What the page computes on, in a few words. */
export class EngineStatus extends LocalizedElement {
  static override readonly styles = [
    controls,
    css`
      p {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: var(--space-2);
        min-width: 13rem;
        margin-right: var(--space-2);
        white-space: nowrap;
      }

      .dot {
        width: 0.4375rem;
        height: 0.4375rem;
        border-radius: 50%;
        background: var(--series-3);
      }

      .dot.starting {
        background: var(--line-strong);
      }

      .dot.lost,
      .dot.unable,
      .dot.silent {
        background: var(--danger);
      }
    `,
  ];

  readonly #engine = this.select(({ engine }) => engine);

  protected override render(): TemplateResult {
    const engine = this.#engine.value;
    const { engine: m } = this.m;
    const text =
      engine.status === 'ready'
        ? `${m.ready(engine.host.threads)} · ${m.variant(engine.host.variant)}`
        : engine.status === 'starting'
          ? m.starting
          : '';
    return html`<p class="small soft"><span class="dot ${engine.status}"></span>${text}</p>`;
  }
}
