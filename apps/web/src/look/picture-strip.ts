import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PictureSheet } from '../engine/protocol/look.js';
import { stepOver } from './grid-step.js';
import { boxStyle, imageFrom } from './picture.js';

/** A pixel of one of the pictures. */
export interface StripPixel {
  readonly picture: number;
  readonly row: number;
  readonly column: number;
}

/** A person has pointed at a pixel. */
export class PixelEvent extends Event {
  readonly pixel: StripPixel;

  constructor(pixel: StripPixel) {
    super('pixel');
    this.pixel = pixel;
  }
}

/** Small pictures of one size side by side, as many in a row as there is room for. May fire {@link PixelEvent}. */
export class PictureStrip extends LitElement {
  static override readonly properties = {
    sheet: { attribute: false },
    label: {},
    pointed: { type: Boolean },
    pixel: { attribute: false },
  };

  static override readonly styles = css`
    :host {
      display: block;
    }

    .pictures {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(var(--picture, 2.75rem), 1fr));
      gap: 3px;
      border-radius: 3px;
    }

    .pictures:focus-visible {
      outline: 2px solid var(--accent);
      outline-offset: 3px;
    }

    .row {
      grid-template-columns: 1fr;
    }

    .picture {
      position: relative;
    }

    /* White cells have an edge on a white page. */
    .row canvas {
      outline: 1px solid var(--line);
    }

    canvas {
      display: block;
      width: 100%;
      border-radius: 3px;
      image-rendering: pixelated;
    }

    [role='application'] canvas {
      cursor: crosshair;
    }

    [role='application'] .picture:hover:not(.open) {
      outline: 1px solid var(--line-strong);
      outline-offset: 1px;
      border-radius: 3px;
    }

    .open {
      border-radius: 3px;
      outline: 2px solid var(--accent);
      outline-offset: 1px;
    }

    .row canvas {
      height: 1.25rem;
    }

    .mark {
      position: absolute;
      box-sizing: border-box;
      min-width: 5px;
      min-height: 5px;
      border: 1px solid var(--surface);
      outline: 2px solid var(--accent);
      pointer-events: none;
    }
  `;

  declare sheet: PictureSheet;
  /** What they are, in words. */
  declare label: string;
  /** Whether a person can point at pixels. */
  declare pointed: boolean;
  /** The one that was pointed at. */
  declare pixel: StripPixel | undefined;

  protected override render(): TemplateResult {
    const { count, height } = this.sheet;
    const kind = `pictures ${height === 1 && count === 1 ? 'row' : ''}`;
    const pictures = Array.from({ length: count }, (_, picture) => this.#picture(picture));
    if (!this.pointed) return html`<div class=${kind} role="img" aria-label=${this.label}>${pictures}</div>`;
    return html`<div
      class=${kind}
      role="application"
      tabindex="0"
      aria-label=${this.label}
      @click=${this.#point}
      @keydown=${this.#step}
    >
      ${pictures}
    </div>`;
  }

  #picture(picture: number): TemplateResult {
    const { pixel } = this;
    const open = pixel?.picture === picture;
    return html`<div class="picture ${open ? 'open' : ''}">
      <canvas></canvas>${open ? html`<div class="mark" .style=${this.#placeOf(pixel)}></div>` : nothing}
    </div>`;
  }

  #placeOf({ row, column }: StripPixel): string {
    const { height, width } = this.sheet;
    return boxStyle({ row, column, height: 1, width: 1 }, height, width);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('sheet')) return;
    const { height, width, channels, pixels } = this.sheet;
    this.renderRoot.querySelectorAll('canvas').forEach((canvas, i) => {
      canvas.width = width;
      canvas.height = height;
      const size = height * width * channels;
      canvas
        .getContext('2d')!
        .putImageData(imageFrom(pixels.subarray(i * size), height, width, channels), 0, 0);
    });
  }

  readonly #point = (event: MouseEvent): void => {
    const canvas = event.composedPath().find((each) => each instanceof HTMLCanvasElement);
    if (!canvas) return;
    const picture = [...this.renderRoot.querySelectorAll('canvas')].indexOf(canvas);
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const cell = (at: number, size: number, cells: number): number =>
      Math.min(cells - 1, Math.max(0, Math.floor((at / size) * cells)));
    const row = cell(event.clientY - top, height, this.sheet.height);
    const column = cell(event.clientX - left, width, this.sheet.width);
    this.dispatchEvent(new PixelEvent({ picture, row, column }));
  };

  /** Without a pixel yet, keys begin in the middle of the first picture. */
  readonly #step = (event: KeyboardEvent): void => {
    const { height, width } = this.sheet;
    const begin = { picture: 0, row: height >> 1, column: width >> 1 };
    const next = stepOver(event.key, this.pixel ?? begin, this.sheet);
    if (!next) return;
    event.preventDefault();
    this.dispatchEvent(new PixelEvent(this.pixel ? next : begin));
  };
}
