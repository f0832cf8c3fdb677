import { css, html, nothing, type TemplateResult } from 'lit';
import type { Run } from '../engine/protocol/run.js';
import { validationName } from '../engine/protocol/task.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { plannedEpochs } from '../state/going-on.js';
import { goOn, removeRun, show } from '../state/run-actions.js';
import { saveRun, saveRunFile } from '../state/save-actions.js';
import { controls } from '../styles/controls.js';
import { taskOfRun } from '../tasks/run-task.js';
import { tasks } from '../tasks/tasks.js';
import { runName } from './run-name.js';

/** A run in the list: what it was, how it ended, and what can be done with it. */
export class RunRow extends LocalizedElement {
  static override readonly properties = { run: { attribute: false }, place: { attribute: false } };

  static override readonly styles = [
    controls,
    css`
      .row {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto auto;
        align-items: center;
        gap: var(--space-1) var(--space-4);
        padding: var(--space-3) 0;
      }

      .show {
        display: grid;
        place-items: center;
        width: 1.5rem;
        height: 1.5rem;
        cursor: pointer;
      }

      .show input {
        width: 1rem;
        height: 1rem;
        margin: 0;
        accent-color: var(--colour, var(--accent));
      }

      .name {
        font-weight: 560;
      }

      .results {
        display: flex;
        gap: var(--space-4);
        text-align: right;
      }

      .results strong {
        display: block;
        font-weight: 600;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
      }

      .actions .danger {
        color: var(--danger);
      }

      details {
        position: relative;
      }

      summary {
        display: inline-flex;
        align-items: center;
        height: 2rem;
        padding: 0 var(--space-2);
        border-radius: var(--radius);
        color: var(--accent);
        cursor: pointer;
        font-size: var(--text-small);
        font-weight: 520;
        list-style: none;
      }

      summary::-webkit-details-marker {
        display: none;
      }

      summary:hover {
        background: var(--accent-wash);
      }

      .menu {
        position: absolute;
        right: 0;
        z-index: 1;
        display: grid;
        padding: var(--space-1);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        box-shadow: 0 6px 24px rgb(0 0 0 / 14%);
      }

      .menu button {
        justify-content: flex-start;
        font-family: var(--font-mono);
      }

      .menu .whole {
        font-family: inherit;
        white-space: nowrap;
      }

      @media (max-width: 48rem) {
        .row {
          grid-template-columns: auto minmax(0, 1fr) auto;
        }

        .actions {
          grid-column: 2 / -1;
          justify-content: flex-start;
          margin-left: calc(-1 * var(--space-2));
        }

        .menu {
          right: auto;
          left: 0;
        }
      }
    `,
  ];

  declare run: Run;
  /** The place of its colour; negative when it is not on the charts. */
  declare place: number;

  readonly #active = this.select(({ activity }) => activity?.run);
  readonly #busy = this.select(({ activity }) => activity !== undefined);
  /** How many epochs more are wanted of a run that has come to its end. */
  readonly #more = this.select(({ settings }) => settings.epochs);
  readonly #dataReady = this.select(({ data }) => data.figures !== undefined);

  protected override render(): TemplateResult {
    const { m, format, run } = this;
    const name = runName(m, run);
    const shown = this.place >= 0;
    const state = run.id === this.#active.value ? 'training' : run.state;
    const about = [
      m.runs.epochs(run.epochs.length),
      m.runs.states[state],
      this.#recipe(),
      format.moment(run.found.startedAt),
    ];
    return html`<div class="row">
      <label class="show" .style=${shown ? `--colour: var(--series-${this.place + 1})` : ''}>
        <span class="visually-hidden">${m.runs.show(name)}</span>
        <input type="checkbox" .checked=${shown} @change=${this.#toggle} />
      </label>
      <div>
        <div class="name">${name}</div>
        <div class="small soft figures">${about.filter(Boolean).join(' · ')}</div>
      </div>
      ${this.#results()} ${this.#actions(name)}
    </div>`;
  }

  /** What tells it from other runs of the same model: `Adam 0.001 × 32, Cosine, Flip`. */
  #recipe(): string | undefined {
    const { optimizer, learningRate, batchSize, schedule = 'constant', augment } = this.run.config;
    if (optimizer === undefined) return undefined;
    const { optimizers, schedules, augments } = this.m.settings;
    const rate = learningRate === undefined ? '' : ` ${this.format.rate(learningRate)}`;
    const named = (names: Readonly<Record<string, string>>, name: string): string => names[name] ?? name;
    return [
      `${named(optimizers, optimizer)}${rate}${batchSize === undefined ? '' : ` × ${batchSize}`}`,
      ...(schedule === 'constant' ? [] : [named(schedules, schedule)]),
      ...(augment ?? []).map((name) => named(augments, name)),
    ].join(', ');
  }

  #results(): TemplateResult {
    const { m, format, run } = this;
    const last = run.epochs.at(-1);
    const { figure } = tasks[taskOfRun(run)];
    const validated = last?.[validationName(figure)];
    const result = (value: number | null | undefined, what: string): TemplateResult | typeof nothing =>
      typeof value === 'number'
        ? html`<div class="small soft figures"><strong>${format.percent(value)}</strong>${figure === 'accuracy' ? what : `${m.curves[figure]}, ${what}`}</div>`
        : nothing;
    return html`<div class="results">
      ${
        run.test
          ? result(run.test[figure], m.runs.test)
          : result(validated ?? last?.[figure], validated == null ? m.curves.training : m.runs.validation)
      }
    </div>`;
  }

  #actions(name: string): TemplateResult {
    const { m, run } = this;
    const files = [
      'config.json',
      'history.json',
      ...(run.hasWeights ? (['model.safetensors'] as const) : []),
    ] as const;
    return html`<div class="actions" role="group" aria-label=${m.runs.actions(name)}>
      ${
        run.hasWeights
          ? html`<button
              class="plain"
              title=${m.runs.continueTitle(name, plannedEpochs(run, this.#more.value))}
              ?disabled=${this.#busy.value || !this.#dataReady.value}
              @click=${() => goOn(run)}
            >
              ${m.runs.continue}
            </button>`
          : nothing
      }
      <details @focusout=${this.#closeWhenLeft}>
        <summary title=${m.runs.saveTitle(name)}>${m.runs.save}</summary>
        <div class="menu">
          <button class="plain whole" @click=${() => saveRun(run.id)}>${m.runs.saveWhole}</button>
          ${files.map(
            (file) => html`<button class="plain" @click=${() => saveRunFile(run.id, file)}>${file}</button>`,
          )}
        </div>
      </details>
      <button
        class="plain danger"
        title=${m.runs.removeTitle(name)}
        ?disabled=${run.id === this.#active.value}
        @click=${() => confirm(m.runs.confirmRemove(name)) && removeRun(run.id)}
      >
        ${m.runs.remove}
      </button>
    </div>`;
  }

  readonly #toggle = (event: Event): void => show(this.run.id, (event.target as HTMLInputElement).checked);

  readonly #closeWhenLeft = (event: FocusEvent): void => {
    const details = event.currentTarget as HTMLDetailsElement;
    if (!details.contains(event.relatedTarget as Node | null)) details.open = false;
  };
}
