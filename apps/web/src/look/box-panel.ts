import { css, html, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import type { BoxAnswer, FoundBox, TrueBox } from '../engine/protocol/look.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls, panel } from '../styles/controls.js';
import { cssColour, objectColour } from '../tasks/class-colours.js';
import { answerStyles } from './answer-styles.js';
import { surest } from './found-boxes.js';
import { imageFrom, showPicture } from './picture.js';

/** The objects that a model finds in an image, beside the true ones. */
export class BoxPanel extends LocalizedElement {
  static override readonly properties = {
    classNames: { attribute: false },
    imageShape: { attribute: false },
    pixels: { attribute: false },
    answer: { attribute: false },
    least: { state: true },
  };

  static override readonly styles = [
    controls,
    panel,
    answerStyles,
    css`
      .pictures {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }

      .picture {
        position: relative;
      }

      .picture svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        overflow: visible;
      }

      rect {
        fill: none;
        vector-effect: non-scaling-stroke;
      }

      .edge {
        stroke: #000000;
        stroke-width: 5px;
        stroke-opacity: 0.6;
      }

      .line {
        stroke-width: 3px;
      }

      .missed {
        stroke: #ffffff;
        stroke-width: 2px;
        stroke-dasharray: 5 4;
      }

      text {
        fill: #ffffff;
        font-size: 5px;
        font-weight: 600;
        paint-order: stroke;
        stroke: rgb(0 0 0 / 75%);
        stroke-width: 1px;
      }

      @media (max-width: 40rem) {
        .pictures {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  declare classNames: readonly string[];
  /** `[height, width, channels]`. */
  declare imageShape: readonly [number, number, 1 | 3];
  /** Of the image, as the model takes it. */
  declare pixels: Uint8Array;
  declare answer: BoxAnswer;
  /** What is less sure than this is not shown, 0 to 1. */
  declare least: number;

  constructor() {
    super();
    this.least = 0.5;
  }

  protected override render(): TemplateResult {
    const { look: m } = this.m;
    const { truth } = this.answer;
    const { found, missed } = surest(this.answer, this.least);
    return html`<section class="panel" aria-labelledby="heading">
      <header>
        <h2 id="heading">${m.verdict}</h2>
        <p class="small soft" role="status">${this.#sentence(found, missed.length)}</p>
      </header>
      <div class="content">
        <div class="pictures">
          ${
            truth
              ? this.#figure(
                  'truth',
                  m.box.truth,
                  m.box.truthAbout,
                  truth.map((box) => this.#frame(box)),
                )
              : nothing
          }
          ${this.#figure('found', m.box.found, truth ? m.box.foundAbout : m.own.prepared, [
            ...missed.map(dashed),
            ...found.map((box) => this.#frame(box, this.format.whole(box.score))),
          ])}
        </div>
        <div class="beside">
          <div>
            <label for="least">${m.box.least(this.format.whole(this.least))}</label>
            <input
              id="least"
              type="range"
              min="0.05"
              max="0.95"
              step="0.05"
              aria-valuetext=${this.format.whole(this.least)}
              .value=${String(this.least)}
              @input=${(event: Event) => (this.least = (event.target as HTMLInputElement).valueAsNumber)}
            />
          </div>
          ${found.length + missed.length > 0 ? this.#table(found, missed) : html`<p class="small soft">${m.box.nothing}</p>`}
        </div>
      </div>
    </section>`;
  }

  /** How much of what there is was found, or what was where nobody knows. */
  #sentence(found: readonly FoundBox[], missed: number): string {
    const { box: m } = this.m.look;
    const { truth } = this.answer;
    if (!truth) return m.count(found.length);
    return m.hits(
      truth.length - missed,
      truth.length,
      found.filter(({ object }) => object === undefined).length,
    );
  }

  #figure(id: string, title: string, about: string, frames: readonly TemplateResult[]): TemplateResult {
    return html`<figure>
      <div class="picture">
        <canvas id=${id}></canvas>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">${frames}</svg>
      </div>
      <figcaption class="small soft"><strong>${title}</strong>${about}</figcaption>
    </figure>`;
  }

  /** Around an object, with its class, and how sure that is. */
  #frame(box: TrueBox, share = ''): TemplateResult {
    const { label, left, top, bottom } = box;
    const y = top > 0.08 ? 100 * top - 2 : 100 * bottom + 6;
    return svg`${rectangle(box, 'edge')}${rectangle(box, 'line', cssColour(objectColour(label)))}
      <text x=${100 * left} y=${y}>${this.classNames[label]} ${share}</text>`;
  }

  #table(found: readonly FoundBox[], missed: readonly TrueBox[]): TemplateResult {
    const { box: m } = this.m.look;
    const { truth } = this.answer;
    return html`<table>
      <caption class="visually-hidden">${m.objects}</caption>
      <thead>
        <tr>
          <th scope="col">${m.className}</th>
          <th scope="col">${m.score}</th>
          ${truth ? html`<th scope="col">${m.overlap}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${found.map(
          ({ label, score, object, overlap }) => html`<tr>
            ${this.#class(label)}
            <td>${this.format.percent(score)}</td>
            ${truth ? html`<td>${object === undefined ? m.wrong : this.format.percent(overlap)}</td>` : nothing}
          </tr>`,
        )}
        ${missed.map(
          ({ label }) => html`<tr>
            ${this.#class(label)}
            <td>–</td>
            <td>${m.missed}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #class(label: number): TemplateResult {
    return html`<th scope="row">
      <span class="swatch" aria-hidden="true" .style=${`background: ${cssColour(objectColour(label))}`}></span
      >${this.classNames[label]}
    </th>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('answer')) return;
    const [height, width, channels] = this.imageShape;
    const image = imageFrom(this.pixels, height, width, channels);
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) showPicture(canvas, image);
  }
}

/** An object that was not found. */
function dashed(box: TrueBox): TemplateResult {
  return svg`${rectangle(box, 'edge')}${rectangle(box, 'missed')}`;
}

function rectangle({ left, top, right, bottom }: TrueBox, kind: string, colour = ''): TemplateResult {
  const [x, y, width, height] = [left, top, right - left, bottom - top].map((share) => 100 * share);
  return colour
    ? svg`<rect class=${kind} stroke=${colour} x=${x!} y=${y!} width=${width!} height=${height!} />`
    : svg`<rect class=${kind} x=${x!} y=${y!} width=${width!} height=${height!} />`;
}
