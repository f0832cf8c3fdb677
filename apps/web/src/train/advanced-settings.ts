import { css, html, nothing, type TemplateResult } from 'lit';
import {
  type OptimizerName,
  optimizerNames,
  type ScheduleName,
  type Settings,
  scheduleNames,
} from '../engine/protocol/settings.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { changeSettings } from '../state/run-actions.js';
import { controls } from '../styles/controls.js';
import { taskOfData, tasks } from '../tasks/tasks.js';
import type { NumberField } from './number-setting.js';

/** What an optimizer begins with: the rates are Keras', the momentum is that of most papers. */
const beginnings: Record<OptimizerName, Partial<Settings>> = {
  adam: { learningRate: 0.001 },
  adamw: { learningRate: 0.001 },
  sgd: { learningRate: 0.01, momentum: 0.9 },
  rmsprop: { learningRate: 0.001 },
  adagrad: { learningRate: 0.001 },
  lion: { learningRate: 0.001 },
};

const momentum: NumberField = { key: 'momentum', min: 0, max: 0.999, step: 'any', usual: '0' };

/** Of the optimizer and the rate that it has. */
const learning = (optimizer: OptimizerName, smooths: boolean): readonly NumberField[] => [
  { key: 'weightDecay', min: 0, step: 'any', usual: optimizer === 'adamw' ? '0.004' : '0' },
  { key: 'warmup', min: 0, step: 1, usual: '0' },
  ...(smooths ? [{ key: 'labelSmoothing', min: 0, max: 0.999, step: 'any', usual: '0' } as const] : []),
];

/** Of the images, and of chance. */
const images = (all: string): readonly NumberField[] => [
  { key: 'validationSplit', min: 0, max: 0.9, step: 'any' },
  { key: 'limit', min: 1, step: 1, usual: all },
  { key: 'seed', min: 0, step: 1 },
];

/** What a beginner need not know. */
export class AdvancedSettings extends LocalizedElement {
  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
      }

      .fields {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        align-items: end;
        gap: var(--space-3);
      }

      .fields label {
        margin-bottom: var(--space-1);
      }

      .fields .tick {
        display: flex;
        grid-column: 1 / -1;
        align-items: center;
        gap: var(--space-2);
        margin: 0;
        color: var(--ink);
      }
    `,
  ];

  readonly #settings = this.select(({ settings }) => settings);
  readonly #smooths = this.select(({ data }) => tasks[taskOfData(data.name)].smooths);
  readonly #busy = this.select(({ activity }) => activity !== undefined);

  protected override render(): TemplateResult {
    const { settings: m } = this.m;
    const { optimizer, schedule = 'constant', momentum: speed } = this.#settings.value;
    const hasMomentum = optimizer === 'sgd' || optimizer === 'rmsprop';
    return html`<div class="fields">
      ${this.#choice('optimizer', optimizer, m.optimizers, optimizerNames, this.#chooseOptimizer)}
      ${this.#choice('schedule', schedule, m.schedules, scheduleNames, this.#chooseSchedule)}
      ${hasMomentum ? number(momentum) : nothing} ${learning(optimizer, this.#smooths.value).map(number)}
      ${optimizer === 'sgd' && speed ? this.#tick('nesterov') : nothing}
      ${images(m.all).map(number)} ${this.#tick('normalize')}
    </div>`;
  }

  #choice<Name extends string>(
    key: 'optimizer' | 'schedule',
    chosen: Name,
    labels: Readonly<Record<Name, string>>,
    names: readonly Name[],
    take: (event: Event) => void,
  ): TemplateResult {
    return html`<div>
      <label for=${key}>${this.m.settings[key]}</label>
      <select id=${key} ?disabled=${this.#busy.value} @change=${take}>
        ${names.map(
          (name) => html`<option value=${name} ?selected=${name === chosen}>${labels[name]}</option>`,
        )}
      </select>
    </div>`;
  }

  #tick(key: 'nesterov' | 'normalize'): TemplateResult {
    return html`<label class="tick">
      <input
        type="checkbox"
        .checked=${this.#settings.value[key] ?? false}
        ?disabled=${this.#busy.value}
        @change=${(event: Event) => changeSettings({ [key]: (event.target as HTMLInputElement).checked })}
      />
      ${this.m.settings[key]}
    </label>`;
  }

  readonly #chooseSchedule = (event: Event): void => {
    changeSettings({ schedule: (event.target as HTMLSelectElement).value as ScheduleName });
  };

  readonly #chooseOptimizer = (event: Event): void => {
    const optimizer = (event.target as HTMLSelectElement).value as OptimizerName;
    changeSettings({ momentum: undefined, nesterov: undefined, optimizer, ...beginnings[optimizer] });
  };
}

function number(field: NumberField): TemplateResult {
  return html`<number-setting .field=${field}></number-setting>`;
}
