import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import type { LookFigures } from '../engine/protocol/look.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { lookAtImage } from '../state/look-actions.js';
import { controls } from '../styles/controls.js';
import { imageFrom, showPicture } from './picture.js';

/** The test images, one of which is chosen. */
export class ImageGrid extends LocalizedElement {
  static override readonly properties = { figures: { attribute: false }, chosen: { attribute: false } };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
      }

      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(2.5rem, 1fr));
        gap: 4px;
      }

      button {
        min-height: 0;
        padding: 0;
        border: none;
        border-radius: 4px;
        aspect-ratio: 1;
      }

      canvas {
        display: block;
        width: 100%;
        height: 100%;
        border-radius: inherit;
        object-fit: cover;
        image-rendering: pixelated;
      }

      button[aria-pressed='true'] {
        outline: 3px solid var(--accent);
        outline-offset: 1px;
      }
    `,
  ];

  declare figures: LookFigures;
  declare chosen: number;

  protected override render(): TemplateResult {
    const { classNames, samples } = this.figures;
    return html`<div class="grid" role="group" aria-label=${this.m.look.images}>
      ${samples!.labels.map((labels, i) => {
        const classes = labels.map((label) => classNames[label]!).join(', ');
        const name = classes ? this.m.look.image(i + 1, classes) : this.m.look.plainImage(i + 1);
        return html`<button
          aria-label=${name}
          title=${classes}
          aria-pressed=${i === this.chosen}
          @click=${() => lookAtImage(i)}
        >
          <canvas></canvas>
        </button>`;
      })}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('figures')) return;
    const { imageShape, samples } = this.figures;
    const [height, width, channels] = imageShape;
    this.renderRoot.querySelectorAll('canvas').forEach((canvas, i) => {
      const pixels = samples!.pixels.subarray(i * height * width * channels);
      showPicture(canvas, imageFrom(pixels, height, width, channels));
    });
  }
}
