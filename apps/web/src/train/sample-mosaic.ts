import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { Samples } from '../engine/protocol.js';
import { imageFrom } from '../look/picture.js';

/** How many images stand in a row. */
const columns = 10;

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
    if (changed.has('samples') && this.samples && this.imageShape) this.#draw(this.samples, this.imageShape);
  }

  #draw({ pixels, labels }: Samples, [height, width, channels]: readonly [number, number, number]): void {
    const canvas = this.renderRoot.querySelector('canvas')!;
    // A gap of a twelfth of an image between them.
    const gap = Math.ceil(width / 12);
    const shown = Math.min(labels.length, 2 * columns);
    canvas.width = columns * (width + gap) - gap;
    canvas.height = 2 * (height + gap) - gap;
    const context = canvas.getContext('2d')!;
    for (let i = 0; i < shown; i++) {
      const image = imageFrom(pixels.subarray(i * height * width * channels), height, width, channels);
      context.putImageData(image, (i % columns) * (width + gap), Math.floor(i / columns) * (height + gap));
    }
  }
}
