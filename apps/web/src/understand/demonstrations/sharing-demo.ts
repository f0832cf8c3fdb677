import { GLYPH, type GlyphName, type GreyImage, glyphNames, weightSharing } from '@cnn/lessons';
import { css, html, type TemplateResult } from 'lit';
import { words } from '../../i18n/demonstration-words.js';
import { LocalizedElement } from '../../i18n/localized-element.js';
import { controls, panel } from '../../styles/controls.js';
import { demonstration } from './demonstration.js';
import type { Place } from './pixel-board.js';

const m = words.sharing;
const SMALLEST = 12;
const LARGEST = 28;

/** A drawing that a person moves, seen by a filter and by a unit of a dense layer. */
export class SharingDemo extends LocalizedElement {
  static override readonly properties = {
    glyph: { state: true },
    side: { state: true },
    place: { state: true },
  };

  static override readonly styles = [
    controls,
    panel,
    demonstration,
    css`
      .boards {
        grid-template-columns: repeat(3, minmax(0, 20rem));
      }

      .answer {
        margin-top: var(--space-2);
        font-size: var(--text-large);
        font-variant-numeric: tabular-nums;
        font-weight: 620;
      }

      @media (max-width: 40rem) {
        .boards {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
    `,
  ];

  declare glyph: GlyphName;
  declare side: number;
  /** Upper left corner of the drawing. */
  declare place: Place;

  constructor() {
    super();
    this.glyph = 'plus';
    this.side = 16;
    this.place = { row: 2, column: 8 };
  }

  protected override render(): TemplateResult {
    const { row, column } = this.place;
    const { picture, convolution, dense } = weightSharing(this.glyph, this.side, row, column);
    const filterSize = GLYPH ** 2;
    const unitSize = this.side ** 2;
    return html`<section class="panel" aria-labelledby="heading">
      <header><h2 id="heading">${this.m.study.demonstrations.sharing}</h2></header>
      <p class="about">${this.said(m.about)}</p>
      <div class="settings">
        <div>
          <label for="glyph">${this.said(m.drawing)}</label>
          <select id="glyph" @change=${this.#onGlyph}>
            ${glyphNames.map((name) => html`<option value=${name} ?selected=${name === this.glyph}>${this.said(m.glyphs[name])}</option>`)}
          </select>
        </div>
        <div>
          <output for="side">${this.side} × ${this.side}</output><label for="side">${this.said(m.side)}</label>
          <input id="side" type="range" min=${SMALLEST} max=${LARGEST} .value=${String(this.side)} @input=${this.#onSide} />
        </div>
      </div>
      <div class="boards">
        <div>
          <h3>${this.said(words.convolution.picture)}</h3>
          <pixel-board
            movable
            .image=${picture}
            .frame=${{ row, column, side: GLYPH }}
            .label=${this.said(m.board)}
            @place=${this.#onPlace}
          ></pixel-board>
          <p class="note small soft">${this.said(m.move)}</p>
        </div>
        <div>
          <h3>${this.said(m.convolution)}</h3>
          <pixel-board
            .image=${shaded(convolution.answers)}
            .frame=${{ row, column, side: 1 }}
            .label=${this.said(m.answers)}
          ></pixel-board>
          <p class="answer">${this.format.percent(convolution.strongest)}</p>
          <p class="small soft">${this.said(m.strongest)}</p>
          <p class="small soft">${this.said(m.weights(this.format.count(filterSize)))}</p>
        </div>
        <div>
          <h3>${this.said(m.dense)}</h3>
          <pixel-board .image=${shaded(dense.weights)} .label=${this.said(m.unitWeights)}></pixel-board>
          <p class="answer">${this.format.percent(dense.answer)}</p>
          <p class="small soft">${this.said(m.answer)}</p>
          <p class="small soft">${this.said(m.weights(this.format.count(unitSize)))}</p>
        </div>
      </div>
      <p class="visually-hidden" aria-live="polite">
        ${this.said(m.said(row + 1, column + 1, this.format.percent(convolution.strongest), this.format.percent(dense.answer)))}
      </p>
      <p class="note soft">${this.said(m.look)}</p>
    </section>`;
  }

  readonly #onGlyph = (event: Event): void => {
    this.glyph = (event.target as HTMLSelectElement).value as GlyphName;
  };

  readonly #onSide = (event: Event): void => {
    this.side = (event.target as HTMLInputElement).valueAsNumber;
    this.#moveTo(this.place.row, this.place.column);
  };

  /** By pointer the drawing comes to lie around it; the keys move its corner. */
  readonly #onPlace = ({ detail: { row, column, pointed } }: CustomEvent<Place>): void => {
    const middle = pointed ? Math.floor(GLYPH / 2) : 0;
    this.#moveTo(row - middle, column - middle);
  };

  #moveTo(row: number, column: number): void {
    const inside = (at: number): number => Math.min(this.side - GLYPH, Math.max(0, at));
    this.place = { row: inside(row), column: inside(column) };
  }
}

/** Numbers of either sign as shades: 0 is grey, the largest in size white or black. */
function shaded({ pixels, ...size }: GreyImage): GreyImage {
  const largest = pixels.reduce((most, pixel) => Math.max(most, Math.abs(pixel)), 1e-9);
  return { ...size, pixels: pixels.map((pixel) => 0.5 + pixel / (2 * largest)) };
}
