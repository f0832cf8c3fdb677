import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { PictureSheet } from '../engine/protocol.js';
import { imageFrom } from './picture.js';

/** Small pictures of one size side by side, as many in a row as there is room for. */
export class PictureStrip extends LitElement {
  static override readonly properties = { sheet: { attribute: false }, label: {} };

  static override readonly styles = css`
    :host {
      display: block;
    }

    .pictures {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(var(--picture, 2.75rem), 1fr));
      gap: 3px;
    }

    .row {
      grid-template-columns: 1fr;
    }

    canvas {
      display: block;
      width: 100%;
      border-radius: 3px;
      image-rendering: pixelated;
    }

    .row canvas {
      height: 1.25rem;
    }
  `;

  declare sheet: PictureSheet;
  /** What they are, in words. */
  declare label: string;

  protected override render(): TemplateResult {
    const { count, height } = this.sheet;
    return html`<div class="pictures ${height === 1 && count === 1 ? 'row' : ''}" role="img" aria-label=${this.label}>
      ${Array.from({ length: count }, () => html`<canvas></canvas>`)}
    </div>`;
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
}
