import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ClassAnswer, LookFigures } from '../engine/protocol/look.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { occlude } from '../state/look-actions.js';
import { bar, barList } from '../styles/bar.js';
import { controls, panel } from '../styles/controls.js';
import { answerStyles } from './answer-styles.js';
import { throughMap } from './overlay.js';
import { imageFrom, showPicture } from './picture.js';

/** How many classes are listed. */
const listed = 5;

/** What the model takes an image for, and where it sees that. */
export class VerdictPanel extends LocalizedElement {
  static override readonly properties = {
    figures: { attribute: false },
    pixels: { attribute: false },
    answer: { attribute: false },
    occlusion: { attribute: false },
  };

  static override readonly styles = [
    controls,
    panel,
    answerStyles,
    bar,
    barList,
    css`
      :host {
        --beside: 11rem;
      }

      .picture {
        position: relative;
      }

      .over {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
      }

      .over button {
        min-height: 2rem;
        padding: 0 var(--space-3);
        font-size: var(--text-small);
      }

      li:first-child {
        font-weight: 600;
      }

      li:first-child .track span {
        background: var(--accent);
      }
    `,
  ];

  declare figures: LookFigures;
  /** Of the image, as the model takes it. */
  declare pixels: Uint8Array;
  declare answer: ClassAnswer;
  /** Undefined until a person asks for it. */
  declare occlusion: Uint8Array | 'asked' | undefined;

  protected override render(): TemplateResult {
    const { look: m } = this.m;
    const { classNames } = this.figures;
    const { label, probabilities } = this.answer;
    const order = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
    const truth = label === undefined ? undefined : classNames[label]!;
    return html`<section class="panel" aria-labelledby="heading">
      <header>
        <h2 id="heading">${m.verdict}</h2>
        <p class="small soft" role="status">${this.#sentence(classNames[order[0]!]!, truth)}</p>
      </header>
      <div class="content">
        <div class="pictures">
        ${this.#figure('original', m.original, truth ?? m.own.prepared)}
        ${this.answer.cam ? this.#figure('cam', m.cam, m.camAbout) : nothing}
        ${this.#figure('occlusion', m.occlusion, m.occlusionAbout, this.#occlusion())}
        ${this.#figure('saliency', m.saliency, m.saliencyAbout)}
        </div>
        <ol class="bars">
          ${order.slice(0, listed).map((index) => this.#class(classNames[index]!, probabilities[index]!))}
        </ol>
      </div>
    </section>`;
  }

  /** What it takes the image for, and whether that is right where somebody knows. */
  #sentence(best: string, truth: string | undefined): string {
    const { look: m } = this.m;
    if (truth === undefined) return m.own.answer(best);
    return best === truth ? m.right(best) : m.wrong(best, truth);
  }

  /** It takes as many passes as there are parts, so a person has to want it. */
  #occlusion(): TemplateResult | undefined {
    const { look: m } = this.m;
    if (this.occlusion instanceof Uint8Array) return undefined;
    if (this.occlusion) return html`<p class="over small soft" role="status">${m.occluding}</p>`;
    return html`<div class="over"><button @click=${occlude}>${m.occlude}</button></div>`;
  }

  #figure(id: string, title: string, about: string, over?: TemplateResult): TemplateResult {
    return html`<figure>
      <div class="picture"><canvas id=${id}></canvas>${over ?? nothing}</div>
      <figcaption class="small soft"><strong>${title}</strong>${about}</figcaption>
    </figure>`;
  }

  #class(name: string, probability: number): TemplateResult {
    return html`<li>
      <span>${name}</span>
      <span class="figures">${this.format.percent(probability)}</span>
      <span class="track" aria-hidden="true"><span .style=${`transform: scaleX(${probability})`}></span></span>
    </li>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('answer') && !changed.has('occlusion')) return;
    const { imageShape } = this.figures;
    const [height, width, channels] = imageShape;
    const { pixels } = this;
    const { cam, saliency } = this.answer;
    this.#draw('original', imageFrom(pixels, height, width, channels));
    if (cam) this.#draw('cam', throughMap(pixels, cam, imageShape));
    const covered = this.occlusion instanceof Uint8Array && throughMap(pixels, this.occlusion, imageShape);
    this.#draw('occlusion', covered || new ImageData(width, height));
    this.#draw('saliency', imageFrom(saliency, height, width, 1));
  }

  #draw(id: string, image: ImageData): void {
    showPicture(this.renderRoot.querySelector<HTMLCanvasElement>(`#${id}`)!, image);
  }
}
