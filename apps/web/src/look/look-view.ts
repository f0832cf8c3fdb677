import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ImageReport, LookFigures } from '../engine/protocol/look.js';
import type { Run } from '../engine/protocol/run.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { inspect, lookAt, lookAtImage, lookAtPicture } from '../state/look-actions.js';
import { controls, panel } from '../styles/controls.js';
import { viewStyles } from '../styles/view.js';
import { runName } from '../train/run-name.js';
import { answerParts } from './answer-parts.js';

/** Milliseconds from one look at a run that learns to the next, at least. */
const interval = 1000;
/** Times that a look took, which pass until the next. */
const patience = 20;

/** What a trained network, or one that is learning, makes of an image. */
export class LookView extends LocalizedElement {
  static override readonly styles = [
    controls,
    panel,
    viewStyles,
    css`
      @media (min-width: 60rem) {
        .column:first-child {
          position: sticky;
          top: var(--space-4);
        }
      }

      label {
        margin-bottom: var(--space-1);
      }

      .empty {
        display: grid;
        justify-items: center;
        gap: var(--space-4);
        padding: var(--space-7) var(--space-4);
        text-align: center;
      }

      .empty p {
        max-width: 44ch;
        color: var(--ink-soft);
      }

      .kinds {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 3px;
        margin: var(--space-4) 0;
        padding: 3px;
        border-radius: var(--radius);
        background: var(--sunken);
      }

      .kinds button {
        min-height: 2rem;
        padding: 0 var(--space-2);
        border-color: transparent;
        background: none;
        color: var(--ink-soft);
        font-size: var(--text-small);
      }

      .kinds button[aria-pressed='true'] {
        border-color: var(--line);
        background: var(--surface);
        color: var(--ink);
      }

      .live {
        margin-top: var(--space-2);
      }
    `,
  ];

  readonly #runs = this.select(({ runs }) => runs);
  readonly #read = this.select(({ runsRead }) => runsRead);
  readonly #look = this.select(({ look }) => look);
  readonly #paused = this.select(({ activity }) => activity?.paused);
  readonly #active = this.select(({ activity }) => activity?.run);
  /** How far the run that is looked at has come. */
  readonly #epochs = this.select(
    ({ runs, look }) => runs.find(({ id }) => id === look.run)?.epochs.length ?? 0,
  );
  #epochsSeen = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #imageSeen = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#follow(interval);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** Asks anew from time to time while the run that is looked at learns, so seldom that it takes little from that. */
  #follow(delay: number): void {
    this.#timer = setTimeout(async () => {
      const began = performance.now();
      const { report, run } = this.#look.value;
      if (report && run === this.#active.value && !this.#paused.value) await inspect();
      if (this.isConnected) this.#follow(Math.max(interval, patience * (performance.now() - began)));
    }, delay);
  }

  protected override render(): TemplateResult {
    const { look: m } = this.m;
    return html`
      <div class="intro">
        <h1>${m.heading}</h1>
        <p>${m.lede}</p>
      </div>
      ${this.#usable.length > 0 ? this.#content() : this.#read.value ? this.#empty() : nothing}
    `;
  }

  /** Those with weights; the one that learns has them from the beginning. */
  get #usable(): readonly Run[] {
    return this.#runs.value.filter(({ hasWeights, id }) => hasWeights || id === this.#active.value);
  }

  #content(): TemplateResult {
    const { m, format } = this;
    const { run, figures, report, error, own, picture } = this.#look.value;
    return html`<div class="columns">
      <div class="column">
        <section class="panel" aria-label=${m.look.choice}>
          <label for="run">${m.look.run}</label>
          <select id="run" @change=${this.#choose}>
            ${this.#usable.map(
              (each) => html`<option value=${each.id} ?selected=${each.id === run}>
                ${[runName(m, each), m.runs.epochs(each.epochs.length), format.moment(each.found.startedAt)]
                  .filter(Boolean)
                  .join(', ')}
              </option>`,
            )}
          </select>
          ${run !== undefined && run === this.#active.value ? html`<p class="live small soft">${m.look.live}</p>` : nothing}
          ${figures ? this.#choice(figures) : nothing}
        </section>
      </div>
      <div class="column wide">
        ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
        ${figures && report ? this.#findings(figures, report) : nothing}
        ${own && !picture && !error ? html`<div class="panel empty"><p>${m.look.own.waiting}</p></div>` : nothing}
      </div>
    </div>`;
  }

  /** What to look at. */
  #choice(figures: LookFigures): TemplateResult {
    const { look: m } = this.m;
    const { own, image } = this.#look.value;
    const { imageShape, samples } = figures;
    const kind = (chosen: boolean, name: string, choose: () => unknown): TemplateResult =>
      html`<button aria-pressed=${chosen} @click=${choose}>${name}</button>`;
    return html`
      <div class="kinds" role="group" aria-label=${m.choice}>
        ${kind(!own, m.images, () => lookAtImage(image))} ${kind(own, m.own.title, () => lookAtPicture())}
      </div>
      ${!own && samples ? html`<image-grid .figures=${figures} .chosen=${image}></image-grid>` : nothing}
      ${own || samples ? nothing : html`<p class="small soft">${m.missing}</p>`}
      ${own ? html`<own-picture .imageShape=${imageShape} .classNames=${figures.classNames}></own-picture>` : nothing}
    `;
  }

  #findings(figures: LookFigures, report: ImageReport): TemplateResult {
    const { occlusion } = this.#look.value;
    return html`${answerParts(figures, report, occlusion)}
      <layer-sheets .report=${report} .imageShape=${figures.imageShape}></layer-sheets>`;
  }

  #empty(): TemplateResult {
    const { look: m } = this.m;
    return html`<div class="panel empty">
      <p>${m.empty}</p>
      <a class="button" href="#/train">${m.toTrain}</a>
    </div>`;
  }

  /** Begins with the newest run, and asks anew when the run that is looked at has learned for another epoch. */
  protected override updated(_: PropertyValues): void {
    const usable = this.#usable;
    const { run } = this.#look.value;
    if (usable.length > 0 && !usable.some(({ id }) => id === run)) void lookAt(usable[0]!);
    else if (this.#epochs.value !== this.#epochsSeen) void inspect();
    this.#epochsSeen = this.#epochs.value;
    this.#show(this.#look.value.image);
  }

  /** An image may be chosen far below of what is told about it. */
  #show(image: number): void {
    if (image !== this.#imageSeen) {
      this.renderRoot.querySelector('.wide > :first-child')?.scrollIntoView({ block: 'nearest' });
    }
    this.#imageSeen = image;
  }

  readonly #choose = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    void lookAt(this.#usable.find(({ id }) => id === value)!);
  };
}
