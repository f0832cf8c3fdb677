import type { GreyImage } from '@cnn/lessons';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { LocalizedElement } from '../../i18n/localized-element.js';
import { stepOf } from '../../look/grid-step.js';
import { imageFrom, showPicture } from '../../look/picture.js';
import { controls } from '../../styles/controls.js';

/** Cells of a picture that lie in a frame. */
export interface Frame {
  readonly row: number;
  readonly column: number;
  readonly side: number;
}

/** A picture of which every pixel is seen, some of them in a frame, which a person can move. */
export class PixelBoard extends LocalizedElement {
  static override readonly properties = {
    image: { attribute: false },
    drawn: { attribute: false },
    frame: { attribute: false },
    movable: { type: Boolean },
    label: {},
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
        position: relative;
        overflow: hidden;
        border-radius: 6px;
        background: var(--sunken);
      }

      canvas {
        display: block;
        width: 100%;
        aspect-ratio: 1;
        image-rendering: pixelated;
      }

      [role='application'] {
        cursor: crosshair;
      }

      [role='application']:focus-visible {
        outline-offset: -2px;
      }

      .frame {
        position: absolute;
        border: 2px solid var(--surface);
        border-radius: 2px;
        outline: 2px solid var(--accent);
        pointer-events: none;
      }
    `,
  ];

  declare image: GreyImage;
  /** How many pixels are there already; without it, all. */
  declare drawn: number | undefined;
  declare frame: Frame | undefined;
  /** Whether a person can move the frame; the element then tells of `place`. */
  declare movable: boolean;
  /** What it is, in words. */
  declare label: string;

  protected override render(): TemplateResult {
    return html`
      ${
        this.movable
          ? html`<div
              role="application"
              tabindex="0"
              aria-label=${this.label}
              @pointermove=${this.#point}
              @pointerdown=${this.#point}
              @keydown=${this.#step}
            >
              <canvas></canvas>
            </div>`
          : html`<div role="img" aria-label=${this.label}><canvas></canvas></div>`
      }
      ${this.frame ? html`<div class="frame" .style=${this.#placeOf(this.frame)}></div>` : nothing}
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('image') && !changed.has('drawn')) return;
    const { height, width, pixels } = this.image;
    const bytes = Uint8Array.from(pixels, (shade) => Math.round(255 * shade));
    const picture = imageFrom(bytes, height, width, 1);
    picture.data.fill(0, 4 * (this.drawn ?? pixels.length));
    showPicture(this.renderRoot.querySelector('canvas')!, picture);
  }

  #placeOf({ row, column, side }: Frame): string {
    const { height, width } = this.image;
    const share = (cells: number, of: number): string => `${(100 * cells) / of}%`;
    return `top: ${share(row, height)}; left: ${share(column, width)}; width: ${share(side, width)}; height: ${share(side, height)}`;
  }

  readonly #point = (event: PointerEvent): void => {
    const { left, top, width, height } = this.getBoundingClientRect();
    const { image } = this;
    const cell = (at: number, size: number, cells: number): number =>
      Math.min(cells - 1, Math.max(0, Math.floor((at / size) * cells)));
    this.#move({
      row: cell(event.clientY - top, height, image.height),
      column: cell(event.clientX - left, width, image.width),
      pointed: true,
    });
  };

  readonly #step = (event: KeyboardEvent): void => {
    const { row, column } = this.frame ?? { row: 0, column: 0 };
    const next = stepOf(event.key, { row, column }, this.image.width - 1);
    if (!next) return;
    event.preventDefault();
    this.#move({ row: Math.min(next.row, this.image.height - 1), column: next.column });
  };

  #move(place: Place): void {
    if (this.frame?.row === place.row && this.frame.column === place.column) return;
    this.dispatchEvent(new CustomEvent<Place>('place', { detail: place }));
  }
}

/** Where a person has moved the frame to. */
export interface Place {
  readonly row: number;
  readonly column: number;
  /** By a pointer, which lies on the cell, rather than by keys, which move the frame's corner there. */
  readonly pointed?: boolean;
}
