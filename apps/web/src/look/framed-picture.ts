import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PictureSheet } from '../engine/protocol/look.js';
import type { Frame } from '../engine/protocol/neuron.js';
import { boxStyle, imageFrom, showPicture } from './picture.js';

/** A picture with a frame around some of its pixels. */
export class FramedPicture extends LitElement {
  static override readonly properties = {
    sheet: { attribute: false },
    frame: { attribute: false },
    label: {},
  };

  static override readonly styles = css`
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
      image-rendering: pixelated;
    }

    /* What is outside of the frame steps back. */
    .frame {
      position: absolute;
      box-sizing: border-box;
      border: 2px solid var(--surface);
      outline: 2px solid var(--accent);
      outline-offset: -1px;
      box-shadow: 0 0 0 100rem rgb(0 0 0 / 45%);
    }
  `;

  /** Of one picture. */
  declare sheet: PictureSheet;
  /** Without one, all of the picture counts. */
  declare frame: Frame | undefined;
  /** What it is, in words. */
  declare label: string;

  protected override render(): TemplateResult {
    const { frame, sheet } = this;
    return html`<div role="img" aria-label=${this.label}><canvas></canvas></div>
      ${frame ? html`<div class="frame" .style=${boxStyle(frame, sheet.height, sheet.width)}></div>` : nothing}`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('sheet')) return;
    const { height, width, channels, pixels } = this.sheet;
    const image = imageFrom(pixels, height, width, channels);
    showPicture(this.renderRoot.querySelector('canvas')!, image);
  }
}
