import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import type { Cell } from '../state/app-state.js';
import { openCell } from '../state/survey-actions.js';
import { controls } from '../styles/controls.js';
import { stepOf } from './grid-step.js';

/** With more classes than these there is no room for names and numbers; cells alone are shown. */
const mostNamed = 20;

/** A confusion matrix as a heat map: a cell for each class and what it was taken for, which opens its images. */
export class ConfusionTable extends LocalizedElement {
  static override readonly properties = {
    classNames: { attribute: false },
    counts: { attribute: false },
    open: { attribute: false },
    cursor: { state: true },
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }

      table {
        width: 100%;
        border-spacing: 2px;
        border-collapse: separate;
        table-layout: fixed;
        font-size: 0.75rem;
        line-height: 1;
      }

      .dense {
        border-spacing: 0;
      }

      th {
        overflow: hidden;
        padding: 0;
        color: var(--ink-soft);
        font-weight: 450;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .corner,
      tbody th {
        width: 5.5rem;
        padding-right: var(--space-2);
        text-align: right;
      }

      thead th:not(.corner) {
        height: 5.75rem;
        vertical-align: bottom;
      }

      thead span {
        display: inline-block;
        max-height: 5.75rem;
        overflow: hidden;
        padding-bottom: var(--space-1);
        text-overflow: ellipsis;
        writing-mode: vertical-rl;
        transform: rotate(180deg);
      }

      td {
        padding: 0;
      }

      button {
        display: flex;
        width: 100%;
        min-height: 0;
        padding: 0;
        border: none;
        border-radius: 3px;
        aspect-ratio: 1;
        background: color-mix(in oklab, var(--heat) var(--share), var(--sunken));
        font-size: clamp(0.5625rem, 2.4cqw, 0.8125rem);
        font-variant-numeric: tabular-nums;
        font-weight: 500;
      }

      .dense button {
        border-radius: 0;
      }

      td {
        --heat: var(--series-2);
      }

      td.right {
        --heat: var(--accent);
      }

      button:hover:not([aria-pressed='true']) {
        box-shadow: inset 0 0 0 1.5px var(--line-strong);
      }

      button[aria-pressed='true'] {
        box-shadow: inset 0 0 0 2px var(--ink);
      }
    `,
  ];

  declare classNames: readonly string[];
  /** `[true class][predicted class]`. */
  declare counts: readonly (readonly number[])[];
  declare open: Cell | undefined;
  /** The cell that the Tab key leads to. */
  declare cursor: Cell;

  constructor() {
    super();
    this.cursor = { truth: 0, prediction: 0 };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('counts') && this.cursor.truth >= this.counts.length) {
      this.cursor = { truth: 0, prediction: 0 };
    }
  }

  protected override render(): TemplateResult {
    const { survey: m } = this.m;
    const dense = this.classNames.length > mostNamed;
    const hidden = dense ? 'visually-hidden' : '';
    return html`<table class=${dense ? 'dense' : ''} aria-label=${m.matrix} @keydown=${this.#onKey}>
      <thead class=${hidden}>
        <tr>
          <td class="corner"></td>
          ${this.classNames.map((name) => html`<th scope="col" title=${name}><span>${name}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${this.counts.map((row, truth) => this.#row(row, truth, dense))}
      </tbody>
    </table>`;
  }

  #row(row: readonly number[], truth: number, dense: boolean): TemplateResult {
    const all = Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    );
    const name = this.classNames[truth]!;
    return html`<tr>
      ${dense ? '' : html`<th scope="row" title=${name}>${name}</th>`}
      ${row.map((count, prediction) => this.#cell({ truth, prediction }, count, count / all, dense))}
    </tr>`;
  }

  #cell(cell: Cell, count: number, share: number, dense: boolean): TemplateResult {
    const { truth, prediction } = cell;
    const { classNames, cursor, format, open } = this;
    const label = this.m.survey.cell(format.count(count), classNames[truth]!, classNames[prediction]!);
    // Rare mistakes are to be seen as well; half of the colour leaves numbers legible.
    const strength = count === 0 ? 0 : 6 + 44 * Math.sqrt(share);
    return html`<td class=${truth === prediction ? 'right' : ''}>
      <button
        .style=${`--share: ${strength.toFixed(1)}%`}
        aria-label=${label}
        title=${label}
        aria-pressed=${open?.truth === truth && open.prediction === prediction}
        tabindex=${cursor.truth === truth && cursor.prediction === prediction ? 0 : -1}
        @click=${() => this.#choose(cell)}
      >
        ${dense || count === 0 ? '' : format.short(count)}
      </button>
    </td>`;
  }

  #choose(cell: Cell): void {
    this.cursor = cell;
    void openCell(cell);
  }

  /** Arrow keys, Home and End move among the cells. */
  readonly #onKey = async (event: KeyboardEvent): Promise<void> => {
    const last = this.counts.length - 1;
    const { truth: row, prediction: column } = this.cursor;
    const moved = stepOf(event.key, { row, column }, last);
    if (!moved) return;
    event.preventDefault();
    this.cursor = { truth: moved.row, prediction: moved.column };
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('button[tabindex="0"]')!.focus();
  };
}
