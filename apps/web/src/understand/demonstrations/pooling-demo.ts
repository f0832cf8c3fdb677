import {
  type DrawingName,
  drawingNames,
  drawings,
  type PooledShift,
  type Pooling,
  poolings,
} from '@cnn/lessons';
import { css, html, nothing, type TemplateResult } from 'lit';
import { words } from '../../i18n/demonstration-words.js';
import { LocalizedElement } from '../../i18n/localized-element.js';
import { ask, sentenceOf } from '../../state/engine-actions.js';
import { controls, panel } from '../../styles/controls.js';
import { demonstration } from './demonstration.js';

const m = words.pooling;

/** What poolings make of a picture that a person moves. */
export class PoolingDemo extends LocalizedElement {
  static override readonly properties = {
    drawing: { state: true },
    shift: { state: true },
    size: { state: true },
    found: { state: true },
    error: { state: true },
  };

  static override readonly styles = [
    controls,
    panel,
    demonstration,
    css`
      .boards {
        grid-template-columns: repeat(3, minmax(0, 20rem));
        min-height: 12rem;
      }

      .change {
        margin-top: var(--space-2);
        font-size: var(--text-large);
        font-variant-numeric: tabular-nums;
        font-weight: 620;
      }
    `,
  ];

  declare drawing: DrawingName;
  declare shift: number;
  declare size: number;
  declare found: Readonly<Record<Pooling, PooledShift>> | undefined;
  declare error: string | undefined;

  readonly #ready = this.select(({ engine }) => engine.status === 'ready');
  #asked = '';

  constructor() {
    super();
    this.drawing = 'ring';
    this.shift = 1;
    this.size = 4;
  }

  protected override render(): TemplateResult {
    return html`<section class="panel" aria-labelledby="heading">
      <header><h2 id="heading">${this.m.study.demonstrations.shift}</h2></header>
      <p class="about">${this.said(m.about)}</p>
      <div class="settings">
        <div>
          <label for="picture">${this.said(words.convolution.picture)}</label>
          <select id="picture" @change=${this.#onDrawing}>
            ${drawingNames.map((name) => html`<option value=${name} ?selected=${name === this.drawing}>${this.said(words.convolution.pictures[name])}</option>`)}
          </select>
        </div>
        <div>
          <output for="shift">${this.shift}</output><label for="shift">${this.said(m.shift)}</label>
          <input id="shift" type="range" min="0" max="8" .value=${String(this.shift)} @input=${this.#onShift} />
        </div>
        <div>
          <label for="size">${this.said(m.size)}</label>
          <select id="size" @change=${this.#onSize}>
            ${[2, 4, 5].map((size) => html`<option value=${size} ?selected=${size === this.size}>${size} × ${size}</option>`)}
          </select>
        </div>
      </div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      <div class="boards">${this.found ? poolings.map((pooling) => this.#board(pooling, this.found![pooling])) : nothing}</div>
      <p class="note soft">${this.said(m.look)}</p>
    </section>`;
  }

  #board(pooling: Pooling, { output, change }: PooledShift): TemplateResult {
    const name = this.said(m.kinds[pooling]);
    return html`<div>
      <h3>${name}</h3>
      <pixel-board .image=${output} .label=${name}></pixel-board>
      <p class="change">${this.format.percent(change)}</p>
      <p class="small soft">${this.said(m.changed)}</p>
    </div>`;
  }

  protected override updated(): void {
    if (this.#ready.value) void this.#measure();
  }

  /** Once for each setting; what comes too late is not shown. */
  async #measure(): Promise<void> {
    const { drawing, shift, size } = this;
    const asked = `${drawing} ${shift} ${size}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    try {
      const found = await ask((engine) => engine.poolingShift(drawings[drawing], shift, size));
      if (asked === this.#asked) this.found = found;
    } catch (error) {
      this.error = sentenceOf(error);
    }
  }

  readonly #onDrawing = (event: Event): void => {
    this.drawing = (event.target as HTMLSelectElement).value as DrawingName;
  };

  readonly #onShift = (event: Event): void => {
    this.shift = (event.target as HTMLInputElement).valueAsNumber;
  };

  readonly #onSize = (event: Event): void => {
    this.size = Number((event.target as HTMLSelectElement).value);
  };
}
