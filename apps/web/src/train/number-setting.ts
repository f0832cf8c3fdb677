import { css, html, nothing, type TemplateResult } from 'lit';
import type { Settings } from '../engine/protocol/settings.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { changeSettings } from '../state/run-actions.js';
import { controls } from '../styles/controls.js';

/** A setting that is a number, and what numbers it can be. */
export interface NumberField {
  readonly key: NumberKey;
  readonly min: number;
  readonly max?: number;
  readonly step: number | 'any';
  /** What holds while the field is empty; without it, a number has to be there. */
  readonly usual?: string;
}

type NumberKey = Exclude<
  { [K in keyof Settings]-?: Settings[K] extends number | undefined ? K : never }[keyof Settings],
  'imageSize'
>;

/** A field for a setting that is a number. */
export class NumberSetting extends LocalizedElement {
  static override readonly properties = { field: { attribute: false } };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
        min-width: 0;
      }

      label {
        margin-bottom: var(--space-1);
      }
    `,
  ];

  declare field: NumberField;

  readonly #settings = this.select(({ settings }) => settings);
  readonly #busy = this.select(({ activity }) => activity !== undefined);

  protected override render(): TemplateResult {
    const { key, min, max, step, usual } = this.field;
    return html`
      <label for="number">${this.m.settings[key]}</label>
      <input
        id="number"
        type="number"
        ?required=${usual === undefined}
        placeholder=${usual ?? nothing}
        min=${min}
        max=${max ?? nothing}
        step=${step}
        inputmode="decimal"
        .value=${String(this.#settings.value[key] ?? '')}
        ?disabled=${this.#busy.value}
        @change=${this.#take}
      />
    `;
  }

  /** Only what can be used is taken; the field shows that the rest cannot. */
  readonly #take = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    if (!input.reportValidity()) return;
    changeSettings({ [this.field.key]: input.value === '' ? undefined : input.valueAsNumber });
  };
}
