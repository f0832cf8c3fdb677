import { css, html, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls } from '../styles/controls.js';

/** Choose images, a model and settings on one side; watch on the other. */
export class TrainView extends LocalizedElement {
  static override readonly styles = [
    controls,
    css`
      .intro {
        margin-bottom: var(--space-5);
      }

      h1 {
        font-size: var(--text-title);
        font-weight: 660;
        letter-spacing: -0.022em;
        line-height: 1.25;
      }

      .intro p {
        max-width: 110ch;
        text-wrap: pretty;
        margin-top: var(--space-1);
        color: var(--ink-soft);
      }

      .columns {
        display: grid;
        grid-template-columns: minmax(0, 24rem) minmax(0, 1fr);
        align-items: start;
        gap: var(--space-5);
      }

      .column {
        display: grid;
        gap: var(--space-4);
        min-width: 0;
      }

      .column > * {
        min-width: 0;
      }

      /* What one watches stays in sight of what one sets. */
      @media (min-width: 60rem) and (min-height: 56rem) {
        .column:last-child {
          position: sticky;
          top: var(--space-4);
        }
      }

      @media (max-width: 60rem) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
          gap: var(--space-4);
        }
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { m } = this;
    return html`
      <div class="intro">
        <h1>${m.train.heading}</h1>
        <p>${m.train.lede}</p>
      </div>
      <div class="columns">
        <div class="column">
          <data-panel></data-panel>
          <model-panel></model-panel>
          <settings-panel></settings-panel>
        </div>
        <div class="column">
          <run-panel></run-panel>
          <curves-panel></curves-panel>
          <run-list></run-list>
        </div>
      </div>
    `;
  }
}
