import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { MaskAnswer } from '../engine/protocol/look.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls, panel } from '../styles/controls.js';
import { cssColour, pixelColour, tinted } from '../tasks/class-colours.js';
import { answerStyles } from './answer-styles.js';
import { type ClassOverlap, meanOverlap, mistakesIn, overlapsOf } from './mask-overlap.js';
import { throughMap } from './overlay.js';
import { imageFrom, showPicture } from './picture.js';

/** The class that a model takes each pixel of an image for, beside the true one. */
export class MaskPanel extends LocalizedElement {
  static override readonly properties = {
    classNames: { attribute: false },
    imageShape: { attribute: false },
    pixels: { attribute: false },
    answer: { attribute: false },
    strength: { state: true },
  };

  static override readonly styles = [controls, panel, answerStyles];

  declare classNames: readonly string[];
  /** `[height, width, channels]`. */
  declare imageShape: readonly [number, number, 1 | 3];
  /** Of the image, as the model takes it. */
  declare pixels: Uint8Array;
  declare answer: MaskAnswer;
  /** How far colours cover the image, 0 to 1. */
  declare strength: number;

  constructor() {
    super();
    this.strength = 0.6;
  }

  protected override render(): TemplateResult {
    const { look: m } = this.m;
    const { mask, truth } = this.answer;
    const overlaps = overlapsOf(mask, truth, this.classNames.length);
    const mean = meanOverlap(overlaps);
    return html`<section class="panel" aria-labelledby="heading">
      <header>
        <h2 id="heading">${m.verdict}</h2>
        <p class="small soft" role="status">${mean === undefined ? this.#seen(overlaps) : m.mask.mean(this.format.percent(mean))}</p>
      </header>
      <div class="content">
        <div class="pictures">
          ${figure('original', m.original, truth ? m.mask.originalAbout : m.own.prepared)}
          ${truth ? figure('truth', m.mask.truth, m.mask.truthAbout) : nothing}
          ${figure('mask', m.mask.seen, m.mask.seenAbout)}
          ${truth ? figure('mistakes', m.mask.mistakes, m.mask.mistakesAbout) : nothing}
        </div>
        <div class="beside">
          <div>
            <label for="strength">${m.mask.strength}</label>
            <input
              id="strength"
              type="range"
              min="0"
              max="1"
              step="0.05"
              aria-valuetext=${this.format.percent(this.strength)}
              .value=${String(this.strength)}
              @input=${(event: Event) => (this.strength = (event.target as HTMLInputElement).valueAsNumber)}
            />
          </div>
          <table>
            <caption class="visually-hidden">${m.mask.classes}</caption>
            <thead>
              <tr>
                <th scope="col">${m.mask.className}</th>
                <th scope="col">${m.mask.share}</th>
                ${truth ? html`<th scope="col">${m.mask.overlap}</th>` : nothing}
              </tr>
            </thead>
            <tbody>
              ${overlaps.map((each) => this.#row(each))}
            </tbody>
          </table>
        </div>
      </div>
    </section>`;
  }

  /** The classes that are seen, for a picture of which nothing is known. */
  #seen(overlaps: readonly ClassOverlap[]): string {
    const seen = overlaps.filter(({ label, share }) => label > 0 && share > 0);
    return this.m.look.mask.sees(seen.map(({ label }) => this.classNames[label]!).join(', '));
  }

  #row({ label, share, overlap }: ClassOverlap): TemplateResult {
    const colour = pixelColour(label);
    return html`<tr>
      <th scope="row">
        <span
          class="swatch"
          aria-hidden="true"
          .style=${colour ? `background: ${cssColour(colour)}` : ''}
        ></span
        >${this.classNames[label]}
      </th>
      <td>${this.format.percent(share)}</td>
      ${this.answer.truth ? html`<td>${this.format.percent(overlap)}</td>` : nothing}
    </tr>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('answer') && !changed.has('strength')) return;
    const { pixels, strength } = this;
    const { mask, truth } = this.answer;
    const [height, width, channels] = this.imageShape;
    const over = (labels: Uint8Array): ImageData =>
      imageFrom(tinted(pixels, labels, channels, strength), height, width, channels);
    this.#draw('original', imageFrom(pixels, height, width, channels));
    this.#draw('mask', over(mask));
    if (!truth) return;
    this.#draw('truth', over(truth));
    this.#draw('mistakes', throughMap(pixels, mistakesIn(mask, truth), this.imageShape));
  }

  #draw(id: string, image: ImageData): void {
    showPicture(this.renderRoot.querySelector<HTMLCanvasElement>(`#${id}`)!, image);
  }
}

function figure(id: string, title: string, about: string): TemplateResult {
  return html`<figure>
    <canvas id=${id}></canvas>
    <figcaption class="small soft"><strong>${title}</strong>${about}</figcaption>
  </figure>`;
}
