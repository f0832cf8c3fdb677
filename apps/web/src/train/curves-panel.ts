import { css, html, nothing, type TemplateResult } from 'lit';
import { type FigureName, validationName } from '../engine/protocol/task.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls, panel } from '../styles/controls.js';
import { taskOfRun } from '../tasks/run-task.js';
import { taskOfData, tasks } from '../tasks/tasks.js';
import type { Figure, ShownRun } from './curves.js';
import { runName } from './run-name.js';

/** The curves of the runs that a person wants to see, side by side. */
export class CurvesPanel extends LocalizedElement {
  static override readonly properties = { tableOpen: { state: true } };

  static override readonly styles = [
    controls,
    panel,
    css`
      .charts {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-5);
      }

      figure {
        position: relative;
        min-width: 0;
        margin: 0;
      }

      figcaption {
        margin-bottom: var(--space-1);
        font-size: var(--text-small);
        font-weight: 600;
      }

      .empty {
        position: absolute;
        inset: 0 1rem 2rem 4rem;
        display: grid;
        place-items: center;
        text-align: center;
        pointer-events: none;
      }

      .empty span {
        max-width: 32ch;
        padding: var(--space-2) var(--space-3);
        background: var(--surface);
        text-wrap: balance;
      }

      .key {
        display: flex;
        gap: var(--space-4);
      }

      .key span {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }

      .key svg {
        width: 1.75rem;
        height: 0.625rem;
        stroke: currentColor;
        fill: currentColor;
      }

      summary {
        width: max-content;
        margin-top: var(--space-3);
        color: var(--accent);
        cursor: pointer;
      }

      .table {
        margin-top: var(--space-3);
        max-height: 22rem;
        overflow: auto;
      }

      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--text-small);
        font-variant-numeric: tabular-nums;
      }

      th,
      td {
        padding: var(--space-1) var(--space-3) var(--space-1) 0;
        border-bottom: 1px solid var(--line);
        text-align: right;
        white-space: nowrap;
      }

      th:first-child,
      caption {
        text-align: left;
      }

      th {
        color: var(--ink-soft);
        font-weight: 520;
      }

      caption {
        padding: var(--space-2) 0;
        font-weight: 600;
      }

      @media (max-width: 76rem) {
        .charts {
          gap: var(--space-4);
        }
      }

      @media (max-width: 52rem) {
        .charts {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  /** Whether the figures are wanted as a table, too. */
  declare tableOpen: boolean;
  readonly #runs = this.select(({ runs }) => runs);
  readonly #shown = this.select(({ shown }) => shown);
  readonly #task = this.select(({ data }) => taskOfData(data.name));
  readonly #theme = this.select(({ theme }) => theme);
  /** How many epochs are planned: of the training under way, or of the next one while there is nothing to see. */
  readonly #epochs = this.select(({ activity, settings, shown }) => {
    const waiting = activity !== undefined || !shown.some(Boolean);
    return activity?.progress?.epochs ?? (waiting ? settings.epochs : 0);
  });
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');

  override connectedCallback(): void {
    super.connectedCallback();
    this.#dark.addEventListener('change', this.#onDark);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dark.removeEventListener('change', this.#onDark);
  }

  protected override render(): TemplateResult {
    const { curves: m } = this.m;
    const runs = this.#shownRuns();
    return html`<section class="panel" aria-labelledby="heading">
      <header>
        <h2 id="heading">${m.heading}</h2>
        <p class="key small soft">
          <span>${thin} ${m.training}</span>
          <span>${strong} ${m.validation}</span>
        </p>
      </header>
      <div class="charts">
        ${(['loss', ...this.#figures(runs)] as const).map((figure) => this.#chart(figure, runs))}
      </div>
      ${runs.some(({ run }) => run.epochs.length > 0) ? this.#table(runs) : nothing}
    </section>`;
  }

  #shownRuns(): ShownRun[] {
    return this.#shown.value.flatMap((id, place) => {
      const run = this.#runs.value.find((each) => each.id === id);
      return run ? [{ run, name: runName(this.m, run), colour: place + 1 }] : [];
    });
  }

  /** Those of the tasks of the runs; without runs, of the task of the chosen images. */
  #figures(runs: readonly ShownRun[]): FigureName[] {
    const shown = runs.length > 0 ? runs.map(({ run }) => taskOfRun(run)) : [this.#task.value];
    return [...new Set(shown)].map((task) => tasks[task].figure);
  }

  #chart(figure: Figure, all: readonly ShownRun[]): TemplateResult {
    const { curves: m } = this.m;
    const { format } = this;
    const runs = all.filter(({ run }) => figure === 'loss' || tasks[taskOfRun(run)].figure === figure);
    const words = runs.map(({ run, name }) => {
      const last = run.epochs.at(-1);
      const value = figure === 'loss' ? format.loss(last?.loss) : format.percent(last?.[figure]);
      return m.describeRun(name, run.epochs.length, value);
    });
    return html`<figure>
      <figcaption>${m[figure]}</figcaption>
      <learning-curve
        .figure=${figure}
        .runs=${runs}
        .epochs=${Math.max(this.#epochs.value, ...runs.map(({ run }) => run.epochs.at(-1)?.epoch ?? 0), 1)}
        .label=${m.describe(m[figure], words.join(' '))}
        .appearance=${`${this.#theme.value} ${this.#dark.matches}`}
      ></learning-curve>
      ${runs.length === 0 ? html`<p class="empty small soft"><span>${m.empty[figure]}</span></p>` : nothing}
    </figure>`;
  }

  #table(runs: readonly ShownRun[]): TemplateResult {
    const { m } = this;
    return html`<details class="small" @toggle=${this.#onToggle}>
      <summary>${m.curves.table}</summary>
      <div class="table" tabindex="0" role="region" aria-label=${m.curves.heading}>
        ${this.tableOpen ? runs.map(({ run, name }) => this.#tableOf(run, name)) : nothing}
      </div>
    </details>`;
  }

  #tableOf(run: ShownRun['run'], name: string): TemplateResult {
    const { m, format } = this;
    const { epochs } = run;
    const { figure } = tasks[taskOfRun(run)];
    return html`<table>
      <caption>${name}</caption>
      <thead>
        <tr>
          <th scope="col">${m.curves.epoch}</th>
          <th scope="col">${m.curves.loss}</th>
          <th scope="col">${m.curves[figure]}</th>
          <th scope="col">${m.curves.loss}, ${m.curves.validation}</th>
          <th scope="col">${m.curves[figure]}, ${m.curves.validation}</th>
          <th scope="col">${m.run.speed}</th>
        </tr>
      </thead>
      <tbody>
        ${epochs.map(
          (each) => html`<tr>
            <th scope="row">${each.epoch}</th>
            <td>${format.loss(each.loss)}</td>
            <td>${format.percent(each[figure])}</td>
            <td>${format.loss(each.valLoss)}</td>
            <td>${format.percent(each[validationName(figure)])}</td>
            <td>${Number.isFinite(each.imagesPerSecond) ? format.count(each.imagesPerSecond) : '–'}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  readonly #onToggle = (event: ToggleEvent): void => {
    this.tableOpen = event.newState === 'open';
  };

  readonly #onDark = (): void => this.requestUpdate();
}

const thin = html`<svg viewBox="0 0 28 10" aria-hidden="true"><path d="M1 5h26" stroke-width="1.25" opacity=".6" /></svg>`;
const strong = html`<svg viewBox="0 0 28 10" aria-hidden="true">
  <path d="M1 5h26" stroke-width="2.25" /><circle cx="14" cy="5" r="3" stroke="none" />
</svg>`;
