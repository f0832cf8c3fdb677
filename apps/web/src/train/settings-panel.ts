import { css, html, type TemplateResult } from 'lit';
import { type OptimizerName, optimizerNames, type Settings } from '../engine/protocol.js';
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
const usualRates: Record<OptimizerName, number> = { adam: 0.001, sgd: 0.01 };

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

      label {
        margin-bottom: var(--space-1);
      }
    `,
  ];

  readonly #settings = this.select(({ settings }) => settings);
  readonly #busy = this.select(({ activity }) => activity !== undefined);

  protected override render(): TemplateResult {
    const { settings: m } = this.m;
    const [epochs, batchSize, ...others] = numberFields.map((field) => this.#number(field));
    return html`<section class="panel" aria-labelledby="heading">
      <header><h2 id="heading">${m.heading}</h2></header>
      <div class="fields">${epochs}${batchSize}${this.#optimizer()}${others}${this.#limit()}</div>
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

  readonly #chooseOptimizer = (event: Event): void => {
    const optimizer = (event.target as HTMLSelectElement).value as OptimizerName;
    changeSettings({ optimizer, learningRate: usualRates[optimizer] });
  };
}
