import { css, html, nothing, type TemplateResult } from 'lit';
import type { LessonTitle } from '../engine/protocol/host.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { runLesson } from '../state/study-actions.js';
import { controls, panel } from '../styles/controls.js';

/** A lesson: its question, the experiment, and once that was done, what it shows. */
export class LessonPanel extends LocalizedElement {
  static override readonly properties = { lesson: { attribute: false } };

  static override readonly styles = [
    controls,
    panel,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }

      .question {
        max-width: 62ch;
        margin-bottom: var(--space-4);
        font-size: var(--text-large);
        line-height: 1.5;
      }

      .answer p {
        max-width: 70ch;
      }

      .error {
        margin-top: var(--space-3);
      }
    `,
  ];

  declare lesson: LessonTitle;

  readonly #study = this.select(({ study }) => study);

  protected override render(): TemplateResult {
    const { study: m } = this.m;
    const { name, title, question } = this.lesson;
    const { running, findings, error } = this.#study.value;
    const found = findings[name];
    return html`
      <section class="panel" aria-labelledby="heading">
        <header><h2 id="heading">${this.said(title)}</h2></header>
        <p class="question">${this.said(question)}</p>
        <button class=${found ? '' : 'primary'} ?disabled=${running === name} @click=${() => runLesson(name)}>
          ${running === name ? m.running : found ? m.again : m.run}
        </button>
        ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      </section>
      ${found?.exhibits.map((exhibit) => html`<exhibit-figure .exhibit=${exhibit}></exhibit-figure>`) ?? nothing}
      ${
        found
          ? html`<section class="panel answer" aria-labelledby="answer">
              <header><h2 id="answer">${m.answer}</h2></header>
              <p>${this.said(found.answer)}</p>
            </section>`
          : nothing
      }
    `;
  }
}
