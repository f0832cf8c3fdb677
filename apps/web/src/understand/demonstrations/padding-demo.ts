import { cellsFrom, type SlidingWindow, type WindowPlaces, windowPlaces } from '@cnn/lessons';
import { css, html, nothing, type TemplateResult } from 'lit';
import { words } from '../../i18n/demonstration-words.js';
import { LocalizedElement } from '../../i18n/localized-element.js';
import { controls, panel } from '../../styles/controls.js';
import { demonstration } from './demonstration.js';
import type { Place } from './pixel-board.js';

const m = words.padding;

/** Numbers that can be set, and between which bounds. */
const bounds = { size: [3, 14], kernel: [1, 5], stride: [1, 4], dilation: [1, 3] } as const;
type Bounded = keyof typeof bounds;
const bounded = Object.keys(bounds) as readonly Bounded[];

/** Where a window goes over an image, and how large the output is. */
export class PaddingDemo extends LocalizedElement {
  static override readonly properties = { options: { state: true }, place: { state: true } };

  static override readonly styles = [
    controls,
    panel,
    demonstration,
    css`
      .boards {
        align-items: start;
      }

      .formula {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: var(--space-1) var(--space-4);
        margin-top: var(--space-4);
        font-variant-numeric: tabular-nums;
      }

      .formula dt {
        color: var(--ink-soft);
      }

      .unfit,
      .boards {
        min-height: 12rem;
      }

      @media (max-width: 40rem) {
        .formula {
          grid-template-columns: minmax(0, 1fr);
        }

        .formula dd {
          margin-bottom: var(--space-2);
        }
      }
    `,
  ];

  declare options: SlidingWindow;
  /** Of the window, in the output. */
  declare place: Place;

  constructor() {
    super();
    this.options = { size: 7, kernel: 3, stride: 2, dilation: 1, padding: 'same' };
    this.place = { row: 1, column: 1 };
  }

  protected override render(): TemplateResult {
    const places = windowPlaces(this.options);
    return html`<section class="panel" aria-labelledby="heading">
      <header><h2 id="heading">${this.m.study.demonstrations.window}</h2></header>
      <p class="about">${this.said(m.about)}</p>
      <div class="settings">
        ${bounded.map((name) => this.#slider(name))}
        <div>
          <label for="padding">${this.said(m.padding)}</label>
          <select id="padding" @change=${this.#onPadding}>
            ${(['valid', 'same'] as const).map((padding) => html`<option ?selected=${padding === this.options.padding}>${padding}</option>`)}
          </select>
        </div>
      </div>
      ${places ? this.#places(places) : this.#unfit()}
    </section>`;
  }

  #slider(name: Bounded): TemplateResult {
    const [min, max] = bounds[name];
    return html`<div>
      <output for=${name}>${this.options[name]}</output><label for=${name}>${this.said(m[name])}</label>
      <input
        id=${name}
        type="range"
        min=${min}
        max=${max}
        .value=${String(this.options[name])}
        @input=${(event: Event) => this.#change({ [name]: (event.target as HTMLInputElement).valueAsNumber })}
      />
    </div>`;
  }

  #places(places: WindowPlaces): TemplateResult {
    const { size, kernel, dilation } = this.options;
    const outputs = places.starts.length;
    const [row, column] = [this.place.row, this.place.column].map((at) => Math.min(at, outputs - 1)) as [
      number,
      number,
    ];
    const [rows, columns] = [row, column].map((at) => cellsFrom(places.starts[at]!, kernel, dilation)) as [
      number[],
      number[],
    ];
    return html`<div class="boards">
        <div>
          <h3>${this.said(m.input(size))}</h3>
          <cell-board
            .size=${size}
            .zeros=${[places.before, places.after]}
            .rows=${rows}
            .columns=${columns}
            .unseen=${places.unseen}
            .label=${this.said(m.input(size))}
          ></cell-board>
        </div>
        <div>
          <h3>${this.said(m.output(outputs))}</h3>
          <cell-board
            movable
            .size=${outputs}
            .rows=${[row]}
            .columns=${[column]}
            .label=${this.said(m.output(outputs))}
            @place=${this.#onPlace}
          ></cell-board>
        </div>
      </div>
      <p class="visually-hidden" aria-live="polite">
        ${this.said(m.outputAt(row + 1, column + 1, rows.map(counted).join(', '), columns.map(counted).join(', ')))}
      </p>
      ${this.#formula(places)}
      <p class="note small soft">
        ${this.said(places.unseen.length > 0 ? m.unseen(places.unseen.length) : m.allSeen)} ${this.said(m.move)}
      </p>`;
  }

  /** The formula with the numbers put in; what it gives comes from the function that convolutions use. */
  #formula({ extent, before, after, starts }: WindowPlaces): TemplateResult {
    const { size, kernel, stride, dilation, padding } = this.options;
    return html`<dl class="formula">
      <dt>${this.said(m.extent)}</dt>
      <dd>${dilation} × (${kernel} − 1) + 1 = ${extent}</dd>
      <dt>${this.said(m.along)}</dt>
      <dd>
        ${padding === 'same' ? `⌈${size} ÷ ${stride}⌉` : `⌊(${size} − ${extent}) ÷ ${stride}⌋ + 1`} =
        <strong>${starts.length}</strong>
      </dd>
      ${
        padding === 'same'
          ? html`<dt>${this.said(m.added)}</dt>
              <dd>max(0, (${starts.length} − 1) × ${stride} + ${extent} − ${size}) = ${before + after} = ${before} + ${after}</dd>`
          : nothing
      }
    </dl>`;
  }

  #unfit(): TemplateResult {
    const { size, kernel, dilation } = this.options;
    return html`<div class="unfit"><p class="error" role="alert">${this.said(m.unfit(dilation * (kernel - 1) + 1, size))}</p></div>`;
  }

  readonly #onPadding = (event: Event): void =>
    this.#change({ padding: (event.target as HTMLSelectElement).value as SlidingWindow['padding'] });

  readonly #onPlace = ({ detail }: CustomEvent<Place>): void => {
    this.place = detail;
  };

  #change(changes: Partial<SlidingWindow>): void {
    this.options = { ...this.options, ...changes };
  }
}

/** A cell as people count them, from 1. */
function counted(cell: number): string {
  return String(cell + 1).replace('-', '−');
}
