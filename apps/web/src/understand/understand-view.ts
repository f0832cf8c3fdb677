import { css, html, nothing, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { openLesson, readLessons } from '../state/study-actions.js';
import { controls, panel } from '../styles/controls.js';
import { viewStyles } from '../styles/view.js';

/** Lessons: a question each, an experiment that is done on the spot, and what follows from it. */
export class UnderstandView extends LocalizedElement {
  static override readonly styles = [
    controls,
    panel,
    viewStyles,
    css`
      ol {
        counter-reset: lesson;
        list-style: none;
      }

      li button {
        display: grid;
        grid-template-columns: 1.5rem 1fr;
        justify-content: start;
        width: 100%;
        min-height: 2.75rem;
        padding: var(--space-2) var(--space-3);
        border-color: transparent;
        background: none;
        text-align: left;
      }

      li button::before {
        counter-increment: lesson;
        content: counter(lesson);
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
        font-weight: 400;
      }

      li button:hover:not(:disabled) {
        border-color: transparent;
        background: var(--sunken);
      }

      li button[aria-current='true'],
      li button[aria-current='true']:hover {
        background: var(--accent-wash);
        color: var(--accent);
      }

      nav {
        padding: var(--space-2);
      }

      @media (min-width: 60rem) {
        .column:first-child {
          position: sticky;
          top: var(--space-4);
        }
      }
    `,
  ];

  readonly #study = this.select(({ study }) => study);
  readonly #ready = this.select(({ engine }) => engine.status === 'ready');

  protected override render(): TemplateResult {
    const { study: m } = this.m;
    const { lessons = [], open, error } = this.#study.value;
    const lesson = lessons.find(({ name }) => name === open);
    return html`
      <div class="intro">
        <h1>${m.heading}</h1>
        <p>${m.lede}</p>
      </div>
      ${error && !lesson ? html`<p class="error" role="alert">${error}</p>` : nothing}
      <div class="columns">
        <div class="column">
          ${
            lessons.length > 0
              ? html`<nav class="panel" aria-label=${m.lessons}>
                  <ol>
                    ${lessons.map(
                      ({ name, title }) => html`<li>
                        <button aria-current=${name === open} @click=${() => openLesson(name)}>
                          ${this.said(title)}
                        </button>
                      </li>`,
                    )}
                  </ol>
                </nav>`
              : nothing
          }
        </div>
        <div class="column">${lesson ? html`<lesson-panel .lesson=${lesson}></lesson-panel>` : nothing}</div>
      </div>
    `;
  }

  protected override updated(): void {
    const { lessons, error } = this.#study.value;
    if (this.#ready.value && !lessons && !error) void readLessons();
  }
}
