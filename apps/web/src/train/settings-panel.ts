import { css, html, type TemplateResult } from 'lit';
import {
  type OptimizerName,
  optimizerNames,
  type ScheduleName,
  type Settings,
  scheduleNames,
  type TransformName,
  transformNames,
} from '../engine/protocol.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { changeSettings } from '../state/run-actions.js';
import { controls, panel } from '../styles/controls.js';

/** A setting that is a number. */
interface NumberField {
  readonly key: 'epochs' | 'batchSize' | 'learningRate' | 'validationSplit' | 'seed';
  readonly min: number;
  readonly max?: number;
  readonly step: number | 'any';
}

const numberFields: readonly NumberField[] = [
  { key: 'epochs', min: 1, step: 1 },
  { key: 'batchSize', min: 1, step: 1 },
  { key: 'learningRate', min: 1e-9, step: 'any' },
  { key: 'validationSplit', min: 0, max: 0.9, step: 'any' },
  { key: 'seed', min: 0, step: 1 },
];

/** The rates that Keras gives the optimizers. */
const usualRates: Record<OptimizerName, number> = {
  adam: 0.001,
  adamw: 0.001,
  sgd: 0.01,
  rmsprop: 0.001,
  adagrad: 0.001,
  lion: 0.001,
};

/** How to train. */
export class SettingsPanel extends LocalizedElement {
  static override readonly styles = [
    controls,
    panel,
    css`
      .fields {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-3);
      }

      .fields label {
        margin-bottom: var(--space-1);
      }

      fieldset {
        display: flex;
        gap: var(--space-4);
        margin: var(--space-4) 0 0;
        padding: 0;
        border: none;
      }

      legend {
        float: left;
        padding: 0;
        color: var(--ink-soft);
        font-size: var(--text-small);
      }

      fieldset label {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        color: var(--ink);
      }

      fieldset input {
        width: 1rem;
        height: 1rem;
        margin: 0;
        accent-color: var(--accent);
      }
    `,
  ];

  readonly #settings = this.select(({ settings }) => settings);
  readonly #busy = this.select(({ activity }) => activity !== undefined);

  protected override render(): TemplateResult {
    const { settings: m } = this.m;
    const [epochs, batchSize, learningRate, ...others] = numberFields.map((field) => this.#number(field));
    return html`<section class="panel" aria-labelledby="heading">
      <header><h2 id="heading">${m.heading}</h2></header>
      <div class="fields">
        ${epochs}${batchSize}${this.#optimizer()}${learningRate}${this.#schedule()}${others}${this.#limit()}
      </div>
      ${this.#augment()}
    </section>`;
  }

  #number({ key, min, max, step }: NumberField): TemplateResult {
    return html`<div>
      <label for=${key}>${this.m.settings[key]}</label>
      <input
        id=${key}
        type="number"
        required
        min=${min}
        max=${max ?? ''}
        step=${step}
        inputmode="decimal"
        .value=${String(this.#settings.value[key])}
        ?disabled=${this.#busy.value}
        @change=${(event: Event) => this.#take(event, key)}
      />
    </div>`;
  }

  #optimizer(): TemplateResult {
    const { settings: m } = this.m;
    const { optimizer } = this.#settings.value;
    return html`<div>
      <label for="optimizer">${m.optimizer}</label>
      <select id="optimizer" ?disabled=${this.#busy.value} @change=${this.#chooseOptimizer}>
        ${optimizerNames.map(
          (name) =>
            html`<option value=${name} ?selected=${name === optimizer}>${m.optimizers[name]}</option>`,
        )}
      </select>
    </div>`;
  }

  #schedule(): TemplateResult {
    const { settings: m } = this.m;
    const { schedule = 'constant' } = this.#settings.value;
    return html`<div>
      <label for="schedule">${m.schedule}</label>
      <select id="schedule" ?disabled=${this.#busy.value} @change=${this.#chooseSchedule}>
        ${scheduleNames.map(
          (name) => html`<option value=${name} ?selected=${name === schedule}>${m.schedules[name]}</option>`,
        )}
      </select>
    </div>`;
  }

  #augment(): TemplateResult {
    const { settings: m } = this.m;
    const { augment = [] } = this.#settings.value;
    return html`<fieldset ?disabled=${this.#busy.value}>
      <legend>${m.augment}</legend>
      ${transformNames.map(
        (name) => html`<label>
          <input
            type="checkbox"
            .checked=${augment.includes(name)}
            @change=${() => this.#toggleTransform(name)}
          />
          ${m.augments[name]}
        </label>`,
      )}
    </fieldset>`;
  }

  #limit(): TemplateResult {
    const { data: m } = this.m;
    return html`<div>
      <label for="limit">${m.limit}</label>
      <input
        id="limit"
        type="number"
        min="1"
        step="1"
        inputmode="numeric"
        placeholder=${m.limitHint}
        .value=${String(this.#settings.value.limit ?? '')}
        ?disabled=${this.#busy.value}
        @change=${(event: Event) => this.#take(event, 'limit')}
      />
    </div>`;
  }

  /** Only what can be used is taken; the field shows that the rest cannot. */
  #take(event: Event, key: keyof Settings): void {
    const field = event.target as HTMLInputElement;
    if (!field.reportValidity()) return;
    changeSettings({ [key]: field.value === '' ? undefined : field.valueAsNumber });
  }

  #toggleTransform(name: TransformName): void {
    const { augment = [] } = this.#settings.value;
    const others = augment.filter((each) => each !== name);
    changeSettings({ augment: others.length < augment.length ? others : [...others, name] });
  }

  readonly #chooseSchedule = (event: Event): void => {
    changeSettings({ schedule: (event.target as HTMLSelectElement).value as ScheduleName });
  };

  readonly #chooseOptimizer = (event: Event): void => {
    const optimizer = (event.target as HTMLSelectElement).value as OptimizerName;
    changeSettings({ optimizer, learningRate: usualRates[optimizer] });
  };
}
