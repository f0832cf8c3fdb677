import { css, html, nothing, type TemplateResult } from 'lit';
import type { ImageReport, LayerPictures, PictureSheet } from '../engine/protocol/look.js';
import type { NeuronPlace } from '../engine/protocol/neuron.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { lookAtNeuron } from '../state/look-actions.js';
import { controls, panel } from '../styles/controls.js';
import type { PixelEvent, StripPixel } from './picture-strip.js';

/** What each layer gives for an image, as pictures, from the first to the last. */
export class LayerSheets extends LocalizedElement {
  static override readonly properties = {
    report: { attribute: false },
    imageShape: { attribute: false },
  };

  static override readonly styles = [
    controls,
    panel,
    css`
      .layer {
        display: grid;
        grid-template-columns: 11rem minmax(0, 1fr);
        gap: var(--space-2) var(--space-5);
        padding: var(--space-4) 0;
        border-top: 1px solid var(--line);
      }

      .layer:last-child {
        padding-bottom: 0;
      }

      h3 {
        line-height: 1.35;
      }

      neuron-panel {
        grid-column: 1 / -1;
      }

      .filters {
        --picture: 2rem;
      }

      @media (max-width: 48rem) {
        .layer {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare report: ImageReport;
  /** `[height, width, channels]`. */
  declare imageShape: readonly [number, number, 1 | 3];

  readonly #neuron = this.select(({ look }) => look.neuron);
  readonly #neuronReport = this.select(({ look }) => look.neuronReport);

  protected override render(): TemplateResult {
    const { look: m } = this.m;
    const { filters, layers } = this.report;
    return html`<section class="panel" aria-labelledby="heading">
      <header>
        <h2 id="heading">${m.layers}</h2>
        <p class="small soft">${m.layersAbout}</p>
      </header>
      ${filters ? this.#filters(filters) : nothing}
      ${layers.map((layer) => this.#layer(layer))}
    </section>`;
  }

  #filters(sheet: PictureSheet): TemplateResult {
    const { look: m } = this.m;
    return html`<div class="layer">
      <div>
        <h3>${m.filters}</h3>
        <p class="small soft">${m.filtersAbout}</p>
      </div>
      <picture-strip class="filters" .sheet=${sheet} .label=${m.filters}></picture-strip>
    </div>`;
  }

  #layer(layer: LayerPictures): TemplateResult {
    const { name, className, outputShape, sheet } = layer;
    const { m, format } = this;
    const channels = outputShape.length === 3 ? outputShape[2]! : 1;
    return html`<div class="layer">
      <div>
        <h3>${className}</h3>
        <p class="small soft figures">
          ${name}<br />${format.shape(outputShape)}
          ${channels > sheet.count ? html`<br />${m.look.more(sheet.count, channels)}` : nothing}
        </p>
      </div>
      <picture-strip
        pointed
        .sheet=${sheet}
        .label=${m.look.point(m.look.maps(name, sheet.count))}
        .pixel=${pixelOf(this.#neuron.value, name)}
        @pixel=${({ pixel }: PixelEvent) => this.#look(name, pixel)}
      ></picture-strip>
      ${this.#neuronOf(name)}
    </div>`;
  }

  #neuronOf(layer: string): TemplateResult | typeof nothing {
    const found = this.#neuronReport.value;
    if (this.#neuron.value?.layer !== layer || found?.place.layer !== layer) return nothing;
    const { imageShape, report } = this;
    return html`<neuron-panel .neuron=${found} .report=${report} .imageShape=${imageShape}></neuron-panel>`;
  }

  #look(layer: string, { picture, row, column }: StripPixel): void {
    void lookAtNeuron({ layer, row, column, channel: picture });
  }
}

/** The number that is looked at, where it is one of a layer's. */
function pixelOf(neuron: NeuronPlace | undefined, layer: string): StripPixel | undefined {
  if (neuron?.layer !== layer) return undefined;
  return { picture: neuron.channel, row: neuron.row, column: neuron.column };
}
