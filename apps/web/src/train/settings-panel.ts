import { css, html, nothing, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { areDefault, resetSettings } from '../state/run-actions.js';
import { controls, panel } from '../styles/controls.js';
import { chevron, fold } from '../styles/fold.js';
import { settingsFor } from '../tasks/task-settings.js';
import { taskOfData } from '../tasks/tasks.js';
import type { NumberField } from './number-setting.js';

/** What every training needs. */
const basics: readonly NumberField[] = [
  { key: 'epochs', min: 1, step: 1 },
  { key: 'batchSize', min: 1, step: 1 },
  { key: 'learningRate', min: 1e-9, step: 'any' },
];

/** How to train: three numbers, and the rest folded away. */
export class SettingsPanel extends LocalizedElement {
  static override readonly properties = { augmentOpen: { state: true } };

  static override readonly styles = [
    controls,
    panel,
    fold,
    css`
      .basics {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        align-items: end;
        gap: var(--space-3);
        margin-bottom: var(--space-4);
      }

      /* No higher and no further in than the heading beside it. */
      header button {
        margin: -0.25rem calc(-1 * var(--space-2)) -0.25rem 0;
      }

      .chosen {
        overflow: hidden;
        font-weight: 400;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      advanced-settings,
      augment-settings {
        padding: var(--space-2) 0 var(--space-4);
      }
    `,
  ];

  /** Whether images are to be shown as training sees them. */
  declare augmentOpen: boolean;
  readonly #settings = this.select(({ settings }) => settings);
  readonly #task = this.select(({ data }) => taskOfData(data.name));
  readonly #busy = this.select(({ activity }) => activity !== undefined);

  protected override render(): TemplateResult {
    const { settings: m } = this.m;
    return html`<section class="panel" aria-labelledby="heading">
      <header>
        <h2 id="heading">${m.heading}</h2>
        ${
          areDefault(this.#settings.value)
            ? nothing
            : html`<button class="plain" ?disabled=${this.#busy.value} @click=${resetSettings}>${m.reset}</button>`
        }
      </header>
      <div class="basics">
        ${basics.map((field) => html`<number-setting .field=${field}></number-setting>`)}
      </div>
      <details class="fold" @toggle=${this.#onAugment}>
        <summary>${m.augment} ${this.#chosen(this.#transforms)}${chevron}</summary>
        ${this.augmentOpen ? html`<augment-settings></augment-settings>` : nothing}
      </details>
      <details class="fold">
        <summary>${m.more} ${this.#chosen(this.#others)}${chevron}</summary>
        <advanced-settings></advanced-settings>
      </details>
    </section>`;
  }

  #chosen(names: readonly (string | false | undefined)[]): TemplateResult {
    return html`<span class="small soft chosen">${names.filter(Boolean).join(' · ')}</span>`;
  }

  get #transforms(): string[] {
    const names: Readonly<Record<string, string>> = this.m.settings.augments;
    const { augment = [] } = settingsFor(this.#task.value, this.#settings.value);
    return augment.map((name) => names[name] ?? name);
  }

  /** What is not as usual, so that nothing that is folded away is forgotten. */
  get #others() {
    const { settings: m } = this.m;
    const { optimizer, schedule = 'constant', warmup, normalize, limit } = this.#settings.value;
    return [
      optimizer !== 'adam' && m.optimizers[optimizer],
      schedule !== 'constant' && m.schedules[schedule],
      warmup ? `${m.warmup} ${warmup}` : undefined,
      normalize && m.normalize,
      limit !== undefined && m.only(this.format.count(limit)),
    ];
  }

  readonly #onAugment = (event: ToggleEvent): void => {
    this.augmentOpen = event.newState === 'open';
  };
}
