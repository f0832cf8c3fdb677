import { css, html, nothing, type TemplateResult } from 'lit';
import type { ImageReport, LayerPictures, PictureSheet } from '../engine/protocol/look.js';
import type { NeuronReport } from '../engine/protocol/neuron.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { lookAtNeuron } from '../state/look-actions.js';
import { controls } from '../styles/controls.js';
import type { PixelEvent } from './picture-strip.js';

/** One number of a layer: what of the image it can see, the window that its layer looks through, and its arithmetic. */
export class NeuronPanel extends LocalizedElement {
  static override readonly properties = {
    neuron: { attribute: false },
    report: { attribute: false },
    imageShape: { attribute: false },
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
        padding: var(--space-4);
        border-radius: var(--radius);
        background: var(--accent-wash);
      }

      header {
        display: flex;
        align-items: start;
        justify-content: space-between;
        gap: var(--space-3);
      }

      header button {
        min-height: 2rem;
        padding: 0 var(--space-3);
        font-size: var(--text-small);
      }

      .content {
        display: grid;
        gap: var(--space-5);
        padding: var(--space-4);
        border-radius: var(--radius);
        background: var(--surface);
      }

      .pictures {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 13rem));
        gap: var(--space-4);
      }

      figure {
        margin: 0;
      }

      figcaption {
        margin-top: var(--space-2);
      }

      figcaption strong {
        display: block;
        font-weight: 600;
      }

      @media (max-width: 40rem) {
        :host {
          padding: var(--space-3) 0 0;
          border-top: 3px solid var(--accent);
          border-radius: 0;
          background: none;
        }

        .content {
          padding: 0;
        }

        .pictures {
          gap: var(--space-3);
        }
      }
    `,
  ];

  declare neuron: NeuronReport;
  /** What is known of the image. */
  declare report: ImageReport;
  /** `[height, width, channels]`. */
  declare imageShape: readonly [number, number, 1 | 3];

  protected override render(): TemplateResult {
    const { neuron: m } = this.m.look;
    const { made, value } = this.neuron;
    return html`<header>
        <div>
          <h3>${m.heading}</h3>
          <p class="small soft figures" role="status">${m.is(this.#name, this.format.decimal(value, 4))}</p>
        </div>
        <button @click=${() => lookAtNeuron(undefined)}>${m.close}</button>
      </header>
      <div class="content">
        <div class="pictures">${this.#map()} ${this.#input()} ${this.#image()}</div>
        ${
          made
            ? html`<neuron-sum .made=${made} .value=${value} .fromImage=${this.#channelsOfImage} .channels=${this.neuron.input !== undefined}></neuron-sum>`
            : html`<p class="small soft">${m.unknown}</p>`
        }
      </div>`;
  }

  get #layer(): LayerPictures {
    return this.report.layers.find(({ name }) => name === this.neuron.place.layer)!;
  }

  get #name(): string {
    const { neuron: m } = this.m.look;
    const { channel, column, layer, row } = this.neuron.place;
    if (this.#layer.outputShape.length !== 3) return m.unit(layer, column + 1);
    return m.at(layer, channel + 1, row + 1, column + 1);
  }

  /** Of the image, where the layer is the first. */
  get #channelsOfImage(): number {
    const { input } = this.neuron;
    return input && input.layer === undefined ? this.imageShape[2] : 0;
  }

  /** The feature map itself, large enough to point at its pixels. */
  #map(): TemplateResult | typeof nothing {
    const { neuron: m, point } = this.m.look;
    const { channel, column, row } = this.neuron.place;
    const { outputShape, sheet } = this.#layer;
    if (outputShape.length !== 3) return nothing;
    return html`<figure>
      <picture-strip
        pointed
        .style=${'--picture: 100%'}
        .sheet=${pictureOf(sheet, channel)}
        .pixel=${{ picture: 0, row, column }}
        .label=${point(m.map(channel + 1))}
        @pixel=${this.#onPixel}
      ></picture-strip>
      <figcaption class="small soft"><strong>${m.map(channel + 1)}</strong>${m.mapAbout}</figcaption>
    </figure>`;
  }

  /** What the layer is applied to, where that is not the image. */
  #input(): TemplateResult | typeof nothing {
    const { neuron: m } = this.m.look;
    const { input } = this.neuron;
    const before = this.report.layers.find(({ name }) => name === input?.layer);
    if (!input || !before || input.channel >= before.sheet.count) return nothing;
    const name = m.input(before.name, input.channel + 1);
    return this.#figure(pictureOf(before.sheet, input.channel), input.frame, name, m.inputAbout);
  }

  #image(): TemplateResult {
    const { neuron: m } = this.m.look;
    const [height, width, channels] = this.imageShape;
    const { field } = this.neuron;
    const sheet = { count: 1, height, width, channels, pixels: this.report.pixels };
    return this.#figure(sheet, field, m.image, this.#seen(field));
  }

  #seen(field: NeuronReport['field']): string {
    const { neuron: m } = this.m.look;
    if (!field) return m.allAbout;
    return field.height * field.width === 0 ? m.noneAbout : m.fieldAbout(field.height, field.width);
  }

  #figure(sheet: PictureSheet, frame: NeuronReport['field'], name: string, about: string): TemplateResult {
    return html`<figure>
      <framed-picture .sheet=${sheet} .frame=${frame} .label=${`${name}: ${about}`}></framed-picture>
      <figcaption class="small soft"><strong>${name}</strong>${about}</figcaption>
    </figure>`;
  }

  readonly #onPixel = ({ pixel }: PixelEvent): void => {
    const { row, column } = pixel;
    void lookAtNeuron({ ...this.neuron.place, row, column });
  };
}

/** One of the pictures, as a sheet of its own. */
function pictureOf(sheet: PictureSheet, picture: number): PictureSheet {
  const size = sheet.height * sheet.width * sheet.channels;
  return { ...sheet, count: 1, pixels: sheet.pixels.subarray(picture * size, (picture + 1) * size) };
}
