import {
  convolved,
  type DrawingName,
  drawingNames,
  drawings,
  type Filter,
  type FilterName,
  filterNames,
  filterOf,
  type GreyImage,
  greyImage,
  outputSize,
  resized,
  shades,
  tellsDifferences,
} from '@cnn/lessons';
import { css, html, nothing, type TemplateResult } from 'lit';
import { words } from '../../i18n/demonstration-words.js';
import { LocalizedElement } from '../../i18n/localized-element.js';
import { controls, panel } from '../../styles/controls.js';
import { demonstration } from './demonstration.js';
import type { Place } from './pixel-board.js';

const m = words.convolution;

/** How many images of the chosen data can be convolved. */
const SAMPLES = 4;
/** Milliseconds from a pixel to the next. */
const PACE = 40;

/** A convolution, pixel by pixel, with a filter that a person makes. */
export class ConvolutionDemo extends LocalizedElement {
  static override readonly properties = {
    picture: { state: true },
    preset: { state: true },
    filter: { state: true },
    place: { state: true },
    reached: { state: true },
    timer: { state: true },
  };

  static override readonly styles = [
    controls,
    panel,
    demonstration,
    css`
      .note {
        min-height: 3rem;
      }
    `,
  ];

  declare picture: DrawingName | number;
  declare preset: FilterName | undefined;
  declare filter: Filter;
  /** Of the window, in the output. */
  declare place: Place;
  /** How many pixels of the output are there. */
  declare reached: number;
  declare timer: ReturnType<typeof setInterval> | undefined;

  readonly #samples = this.select(({ data }) => data.figures);
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');

  constructor() {
    super();
    this.picture = 'ring';
    this.preset = 'vertical';
    this.filter = filterOf('vertical', 3);
    // In the midst of it, so that one sees at once what is going on.
    this.place = { row: 9, column: 12 };
    this.reached = 9 * 18 + 13;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pause();
  }

  protected override render(): TemplateResult {
    const image = this.#image;
    const { filter, place } = this;
    const [height, width] = outputSize(image, filter);
    const answers = convolved(image, filter);
    const output = { height, width, pixels: shades(answers, filter) };
    return html`<section class="panel" aria-labelledby="heading">
      <header><h2 id="heading">${this.m.study.demonstrations.convolution}</h2></header>
      <p class="about">${this.said(m.about)}</p>
      ${this.#choices()} ${this.#steps(height * width)}
      <div class="boards">
        <div>
          <h3>${this.said(m.input)} <span class="small soft figures">${this.format.shape([image.height, image.width])}</span></h3>
          <pixel-board .image=${image} .frame=${{ ...place, side: filter.size }} .label=${this.said(m.input)}></pixel-board>
        </div>
        <div>
          <h3>${this.said(m.output)} <span class="small soft figures">${this.format.shape([height, width])}</span></h3>
          <pixel-board
            movable
            .image=${output}
            .drawn=${this.reached}
            .frame=${{ ...place, side: 1 }}
            .label=${this.said(m.output)}
            @place=${this.#onPlace}
          ></pixel-board>
        </div>
      </div>
      <p class="note small soft">
        ${this.said(m.move)} ${this.said(tellsDifferences(filter) ? m.differences : m.brightness)}
      </p>
      <window-sum
        .image=${image}
        .filter=${filter}
        .place=${place}
        .playing=${this.timer !== undefined}
        @weights=${this.#onWeights}
      ></window-sum>
    </section>`;
  }

  #choices(): TemplateResult {
    const samples = this.#samples.value?.samples.labels.length ?? 0;
    return html`<div class="settings">
      <div>
        <label for="picture">${this.said(m.picture)}</label>
        <select id="picture" @change=${this.#onPicture}>
          ${drawingNames.map((name) => html`<option value=${name} ?selected=${name === this.picture}>${this.said(m.pictures[name])}</option>`)}
          ${Array.from({ length: Math.min(samples, SAMPLES) }, (_, i) => html`<option value=${i} ?selected=${i === this.picture}>${this.said(m.sample(i + 1))}</option>`)}
        </select>
      </div>
      <div>
        <label for="filter">${this.said(m.filter)}</label>
        <select id="filter" @change=${this.#onPreset}>
          ${filterNames.map((name) => html`<option value=${name} ?selected=${name === this.preset}>${this.said(m.filters[name])}</option>`)}
          ${this.preset ? nothing : html`<option value="" selected>${this.said(m.own)}</option>`}
        </select>
      </div>
      <div>
        <label for="size">${this.said(m.size)}</label>
        <select id="size" @change=${this.#onSize}>
          ${([3, 5] as const).map((size) => html`<option value=${size} ?selected=${size === this.filter.size}>${size} × ${size}</option>`)}
        </select>
      </div>
    </div>`;
  }

  #steps(pixels: number): TemplateResult {
    const done = this.reached >= pixels;
    return html`<div class="steps">
      <button class="primary" @click=${this.timer === undefined ? this.#play : this.#pause}>
        ${this.said(this.timer === undefined ? m.play : m.pause)}
      </button>
      <button ?disabled=${done} @click=${() => this.#advance(1)}>${this.said(m.step)}</button>
      <button @click=${() => this.#reach(1)}>${this.said(m.restart)}</button>
      <button ?disabled=${done} @click=${() => this.#reach(pixels)}>${this.said(m.finish)}</button>
    </div>`;
  }

  get #image(): GreyImage {
    if (typeof this.picture === 'string') return drawings[this.picture];
    const { samples, imageShape } = this.#samples.value!;
    const [height, width, channels] = imageShape;
    return greyImage(samples.pixels.subarray(this.picture * height * width * channels), imageShape);
  }

  get #outputs(): readonly [rows: number, columns: number] {
    return outputSize(this.#image, this.filter);
  }

  /** Makes so many pixels of the output, with the window at the last of them. */
  #reach(count: number): void {
    const [rows, columns] = this.#outputs;
    this.reached = Math.min(count, rows * columns);
    this.place = { row: Math.floor((this.reached - 1) / columns), column: (this.reached - 1) % columns };
    if (this.reached === rows * columns) this.#pause();
  }

  #advance(pixels: number): void {
    this.#reach(this.reached + pixels);
  }

  readonly #play = (): void => {
    const [rows, columns] = this.#outputs;
    if (this.reached >= rows * columns) this.#reach(1);
    // Without motion, the output grows by whole rows, at leisure.
    this.timer = this.#still.matches
      ? setInterval(() => this.#advance(columns), 1000)
      : setInterval(() => this.#advance(1), PACE);
  };

  readonly #pause = (): void => {
    clearInterval(this.timer);
    this.timer = undefined;
  };

  readonly #onPlace = ({ detail }: CustomEvent<Place>): void => {
    this.#pause();
    this.place = detail;
  };

  readonly #onPicture = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    const drawing = drawingNames.find((name) => name === value);
    this.#change({ picture: drawing ?? Number(value) });
  };

  readonly #onPreset = (event: Event): void => {
    const preset = (event.target as HTMLSelectElement).value as FilterName;
    this.#change({ preset, filter: filterOf(preset, this.filter.size) });
  };

  readonly #onSize = (event: Event): void => {
    const size = Number((event.target as HTMLSelectElement).value) as Filter['size'];
    this.#change({ filter: this.preset ? filterOf(this.preset, size) : resized(this.filter, size) });
  };

  readonly #onWeights = ({ detail }: CustomEvent<readonly number[]>): void =>
    this.#change({ preset: undefined, filter: { ...this.filter, weights: detail } });

  /** Another picture or filter: what there is of the output is shown of it, and the window stays where it can. */
  #change(changes: Partial<Pick<ConvolutionDemo, 'picture' | 'preset' | 'filter'>>): void {
    const [rows, columns] = this.#outputs;
    const share = this.reached / (rows * columns);
    Object.assign(this, changes);
    const [newRows, newColumns] = this.#outputs;
    this.reached = Math.max(1, Math.round(share * newRows * newColumns));
    const { row, column } = this.place;
    this.place = { row: Math.min(row, newRows - 1), column: Math.min(column, newColumns - 1) };
  }
}
