import { css, html, nothing, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { chooseModel } from '../state/model-actions.js';
import { changeSettings } from '../state/run-actions.js';
import { controls, panel } from '../styles/controls.js';
import { type ModelName, taskOfData, taskOfModel, tasks } from '../tasks/tasks.js';
import { shortName } from './run-name.js';

/** What to train: a network of the catalogue, or layers that a person has changed. */
export class ModelPanel extends LocalizedElement {
  static override readonly styles = [
    controls,
    panel,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(3, auto);
        justify-content: space-between;
        gap: 0 var(--space-3);
        min-height: 2.75rem;
        margin: var(--space-4) 0 var(--space-3);
      }

      dl div {
        display: flex;
        flex-direction: column-reverse;
        justify-content: flex-end;
      }

      dd {
        font-size: var(--text-large);
        font-weight: 600;
        letter-spacing: -0.01em;
        line-height: 1.3;
      }

      dt {
        color: var(--ink-soft);
        font-size: 0.75rem;
        line-height: 1.35;
      }

      .stale {
        opacity: 0.45;
      }

      .replaced {
        margin-top: var(--space-3);
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius);
        background: var(--accent-wash);
      }

      .error {
        margin-bottom: var(--space-3);
      }
    `,
  ];

  readonly #model = this.select(({ model }) => model);
  readonly #task = this.select(({ data }) => taskOfData(data.name));
  readonly #batch = this.select(({ settings }) => settings.batchSize);
  readonly #busy = this.select(({ activity }) => activity !== undefined);

  protected override render(): TemplateResult {
    const { model: m } = this.m;
    const { name, layers, replaced, error } = this.#model.value;
    return html`<section class="panel" aria-labelledby="heading">
      <header>
        <h2 id="heading">${m.heading}</h2>
        ${layers ? html`<button class="plain" ?disabled=${this.#busy.value} @click=${() => chooseModel(name)}>${m.reset}</button>` : nothing}
      </header>
      <label class="visually-hidden" for="model">${m.choose}</label>
      <select id="model" ?disabled=${this.#busy.value} @change=${this.#choose}>
        ${tasks[this.#task.value].models.map(
          (each) => html`<option value=${each} ?selected=${each === name}>
            ${m.about[each]}${layers && each === name ? ` (${m.edited})` : ''}
          </option>`,
        )}
      </select>
      ${replaced ? html`<p class="small replaced" role="status">${m.replaced(shortName(m.about, replaced), taskOfModel(name), shortName(m.about, name))}</p>` : nothing}
      ${this.#totals()}
      ${error ? html`<p class="error" role="alert">${this.said(error)}</p>` : nothing}
      ${this.#tooLarge()}
      <layer-list></layer-list>
    </section>`;
  }

  /** Said before anything is computed: the chosen batch does not fit into memory. */
  #tooLarge(): TemplateResult | typeof nothing {
    const most = this.#model.value.figures?.largestBatch;
    if (most === undefined || this.#model.value.error) return nothing;
    const { troubles, model: m } = this.m;
    return html`<div class="error" role="alert">
      <p>${troubles.memory({ batch: this.#batch.value, most })}</p>
      ${most > 0 ? html`<button class="plain" @click=${() => changeSettings({ batchSize: most })}>${m.takeBatch(most)}</button>` : nothing}
    </div>`;
  }

  #totals(): TemplateResult {
    const { model: m } = this.m;
    const { figures, error } = this.#model.value;
    const { format } = this;
    const entry = (value: string, what: string): TemplateResult =>
      html`<div><dt>${what}</dt><dd class="figures">${value}</dd></div>`;
    return html`<dl class=${error ? 'stale' : ''} aria-label=${m.totals}>
      ${
        figures
          ? [
              entry(format.count(figures.parameters), m.parameters),
              entry(format.short(figures.flops), m.operations),
              entry(format.bytes(figures.memory), m.memory),
            ]
          : nothing
      }
    </dl>`;
  }

  readonly #choose = (event: Event): void => {
    void chooseModel((event.target as HTMLSelectElement).value as ModelName);
  };
}
