import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { Samples } from '../engine/protocol/data.js';
import { drawMosaic } from './mosaic.js';

/** A few images of a data set, as they are, pixel by pixel. */
export class SampleMosaic extends LitElement {
  static override readonly properties = {
    samples: { attribute: false },
    imageShape: { attribute: false },
    label: {},
  };

  static override readonly styles = css`
    :host {
      display: block;
      /* Two rows of ten, and the gaps between them. */
      aspect-ratio: 5.04 / 1;
    }

    canvas {
      display: block;
      width: 100%;
      height: 100%;
      border-radius: 4px;
      image-rendering: pixelated;
    }
  `;

  declare samples: Samples | undefined;
  declare imageShape: readonly [number, number, number] | undefined;
  declare label: string;

  protected override render(): TemplateResult {
    return html`<canvas role="img" aria-label=${this.label}></canvas>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { samples, imageShape } = this;
    if (!changed.has('samples') || !samples || !imageShape) return;
    drawMosaic(this.renderRoot.querySelector('canvas')!, samples, imageShape, { columns: 10, rows: 2 });
  }
}
