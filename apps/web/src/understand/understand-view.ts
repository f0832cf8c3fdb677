import { css, html, nothing, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { openLesson, readLessons } from '../state/study-actions.js';
import { controls, panel } from '../styles/controls.js';
import { viewStyles } from '../styles/view.js';
import { demonstrations, loadDemonstrations } from './demonstrations.js';

interface Entry {
  readonly name: string;
  readonly title: string;
}

/** Lessons of one kind. */
interface Group {
  readonly heading: string;
  readonly entries: readonly Entry[];
}

/** Lessons: parts of networks to play with, and questions that an experiment answers on the spot. */
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

      nav h2 {
        padding: var(--space-2) var(--space-3) var(--space-1);
        color: var(--ink-soft);
        font-size: var(--text-small);
        letter-spacing: 0;
      }

      ol + h2 {
        margin-top: var(--space-2);
      }

      /* Where the list would push the lesson off the screen, a choice takes its place. */
      @media (max-width: 59.99rem) {
        nav .wide {
          display: none;
        }
      }

      /* Wide enough for what one plays with. */
      @media (min-width: 60rem) {
        nav .narrow {
          display: none;
        }

        .columns {
          grid-template-columns: minmax(0, 20rem) minmax(0, 1fr);
        }

        .column:last-child {
          position: static;
        }
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
    const demonstration = demonstrations.find(({ name }) => name === open);
    const lesson = lessons.find(({ name }) => name === open);
    const groups: readonly Group[] = [
      {
        heading: m.play,
        entries: demonstrations.map(({ name }) => ({ name, title: m.demonstrations[name] })),
      },
      { heading: m.measure, entries: lessons.map(({ name, title }) => ({ name, title: this.said(title) })) },
    ];
    return html`
      <div class="intro">
        <h1>${m.heading}</h1>
        <p>${m.lede}</p>
      </div>
      ${error && !lesson && !demonstration ? html`<p class="error" role="alert">${error}</p>` : nothing}
      <div class="columns">
        <div class="column">
          <nav class="panel" aria-label=${m.lessons}>
            <div class="wide">
              ${groups.map(
                ({ heading, entries }) => html`<h2>${heading}</h2>
                  <ol>
                    ${entries.map((entry) => this.#entry(entry))}
                  </ol>`,
              )}
            </div>
            <select class="narrow" aria-label=${m.lessons} @change=${this.#onChoice}>
              ${groups.map(
                ({ heading, entries }) => html`<optgroup label=${heading}>
                  ${entries.map(({ name, title }) => html`<option value=${name} ?selected=${name === open}>${title}</option>`)}
                </optgroup>`,
              )}
            </select>
          </nav>
        </div>
        <div class="column">
          ${demonstration ? demonstration.content() : nothing}
          ${lesson ? html`<lesson-panel .lesson=${lesson}></lesson-panel>` : nothing}
        </div>
      </div>
    `;
  }

  #entry({ name, title }: Entry): TemplateResult {
    const current = name === this.#study.value.open;
    return html`<li>
      <button aria-current=${current} @click=${() => openLesson(name)}>${title}</button>
    </li>`;
  }

  readonly #onChoice = (event: Event): void => openLesson((event.target as HTMLSelectElement).value);

  protected override firstUpdated(): void {
    void loadDemonstrations();
  }

  protected override updated(): void {
    const { lessons, error } = this.#study.value;
    if (this.#ready.value && !lessons && !error) void readLessons();
  }
}
