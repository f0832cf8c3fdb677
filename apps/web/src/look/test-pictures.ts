import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { ShownImages } from '../state/app-state.js';
import { lookAtImage } from '../state/look-actions.js';
import { controls } from '../styles/controls.js';
import { imageFrom, showPicture } from './picture.js';

/** What is said of a picture. */
export interface Caption {
  readonly title: string;
  readonly about: string;
}

/** Some test images with what they are and what they were taken for; one that is chosen is looked at. */
export class TestPictures extends LitElement {
  static override readonly properties = {
    captions: { attribute: false },
    shown: { attribute: false },
    chosen: { attribute: false },
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(6rem, 1fr));
        gap: var(--space-3);
        list-style: none;
      }

      button {
        display: block;
        width: 100%;
        min-height: 0;
        padding: 0;
        border: none;
        background: none;
        font-weight: inherit;
        text-align: left;
      }

      canvas {
        display: block;
        width: 100%;
        margin-bottom: var(--space-1);
        border-radius: var(--radius);
        background: var(--sunken);
        aspect-ratio: 1;
        object-fit: contain;
        image-rendering: pixelated;
      }

      button[aria-pressed='true'] canvas {
        outline: 3px solid var(--accent);
        outline-offset: 1px;
      }

      strong {
        display: block;
        font-weight: 600;
      }

      span {
        display: block;
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** Of each, in the same order: what it is, and what is told of it. */
  declare captions: readonly Caption[];
  declare shown: ShownImages;
  /** The number of the image that is looked at, if it is one of these. */
  declare chosen: number | undefined;

  protected override render(): TemplateResult {
    return html`<ul>
      ${this.shown.images.map((image, i) => html`<li>${this.#picture(image, this.captions[i]!)}</li>`)}
    </ul>`;
  }

  #picture(image: number, { title, about }: Caption): TemplateResult {
    return html`<button class="small" aria-pressed=${image === this.chosen} @click=${() => lookAtImage(image)}>
      <canvas></canvas>
      <strong>${title}</strong>
      <span class="soft figures">${about}</span>
    </button>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('shown')) return;
    const { height, width, channels, pixels } = this.shown.sheet;
    this.renderRoot.querySelectorAll('canvas').forEach((canvas, i) => {
      const picture = pixels.subarray(i * height * width * channels);
      showPicture(canvas, imageFrom(picture, height, width, channels));
    });
  }
}
