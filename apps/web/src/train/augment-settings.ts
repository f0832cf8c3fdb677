import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Samples } from '../engine/protocol/data.js';
import { type TransformName, transformNames } from '../engine/protocol/settings.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { sentenceOf } from '../state/engine-actions.js';
import { augmentedSamples, changeSettings } from '../state/run-actions.js';
import { controls } from '../styles/controls.js';
import { takesTransform } from '../tasks/task-settings.js';
import { taskOfData } from '../tasks/tasks.js';
import { drawMosaic } from './mosaic.js';

/** The images as they are, and two versions of each. */
const rows = 3;

/** Which random changes training images are given, and what becomes of some of them. */
export class AugmentSettings extends LocalizedElement {
  static override readonly properties = {
    samples: { state: true },
    failure: { state: true },
    epoch: { state: true },
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
      }

      fieldset {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));
        gap: var(--space-1) var(--space-3);
        margin: 0;
        padding: 0;
        border: none;
      }

      fieldset label {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 1.75rem;
        color: var(--ink);
      }

      .preview {
        margin-top: var(--space-3);
      }

      canvas {
        display: block;
        width: 100%;
        border-radius: 4px;
        image-rendering: pixelated;
      }

      .foot {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-3);
        margin-top: var(--space-1);
      }

      .foot button {
        flex: none;
        margin-right: calc(-1 * var(--space-2));
      }
    `,
  ];

  /** Those images, one version after the other. */
  declare samples: Samples | undefined;
  /** Why there are none. */
  declare failure: string | undefined;
  /** The first one that versions are drawn for. */
  declare epoch: number;
  readonly #augment = this.select(({ settings }) => settings.augment);
  readonly #figures = this.select(({ data }) => data.figures);
  readonly #busy = this.select(({ activity }) => activity !== undefined);
  readonly #task = this.select(({ data }) => taskOfData(data.name));
  #asked = '';

  constructor() {
    super();
    this.epoch = 0;
  }

  protected override render(): TemplateResult {
    const { settings: m } = this.m;
    const augment = this.#transforms;
    return html`<fieldset ?disabled=${this.#busy.value}>
        <legend class="visually-hidden">${m.augment}</legend>
        ${transformNames
          .filter((name) => takesTransform(this.#task.value, name))
          .map(
            (name) => html`<label>
            <input
              type="checkbox"
              .checked=${augment.includes(name)}
              @change=${() => this.#toggle(name)}
            />
            ${m.augments[name]}
          </label>`,
          )}
      </fieldset>
      ${augment.length > 0 ? this.#preview() : nothing}`;
  }

  /** Those that are chosen, as far as they are for the images. */
  get #transforms(): readonly string[] {
    return (this.#augment.value ?? []).filter((name) => takesTransform(this.#task.value, name));
  }

  #preview(): TemplateResult {
    const { settings: m } = this.m;
    if (this.failure) return html`<p class="error preview" role="alert">${this.failure}</p>`;
    return html`<div class="preview">
      <canvas role="img" aria-label=${m.preview}></canvas>
      <div class="foot">
        <p class="small soft">${m.preview}</p>
        <button class="plain" @click=${() => (this.epoch += rows - 1)}>${m.again}</button>
      </div>
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    void this.#ask();
    if (!changed.has('samples') || !this.samples || !this.#figures.value) return;
    const columns = this.samples.labels.length / rows;
    const canvas = this.renderRoot.querySelector('canvas');
    if (canvas) drawMosaic(canvas, this.samples, this.#figures.value.imageShape, { columns, rows });
  }

  /** Asks for versions, when the data, the transforms or the epoch are others than those last asked for. */
  async #ask(): Promise<void> {
    const augment = this.#transforms;
    const figures = this.#figures.value;
    if (augment.length === 0 || !figures) return;
    const question = JSON.stringify([figures.name, figures.trainCount, augment, this.epoch]);
    if (question === this.#asked) return;
    this.#asked = question;
    try {
      const samples = await augmentedSamples(augment, this.epoch);
      // The answer to an earlier question must not take the place of a later one's.
      if (question === this.#asked) Object.assign(this, { samples, failure: undefined });
    } catch (error) {
      if (question === this.#asked) this.failure = sentenceOf(error);
    }
  }

  #toggle(name: TransformName): void {
    const augment = this.#augment.value ?? [];
    const others = augment.filter((each) => each !== name);
    changeSettings({ augment: others.length < augment.length ? others : [...others, name] });
  }
}
