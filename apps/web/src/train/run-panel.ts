import { css, html, nothing, type TemplateResult } from 'lit';
import type { Progress } from '../engine/protocol.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import type { Activity } from '../state/app-state.js';
import { pause, resume, setLearningRate, stop, train } from '../state/run-actions.js';
import { controls, panel } from '../styles/controls.js';
import { shortName } from './run-name.js';

/** Fewer steps than these hardly move the weights of a network. */
const fewSteps = 100;

/** Starts a training, shows how it goes, and steers it. */
export class RunPanel extends LocalizedElement {
  static override readonly styles = [
    controls,
    panel,
    css`
      .panel {
        display: grid;
        gap: var(--space-4);
      }

      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-3) var(--space-5);
        min-height: 2.75rem;
      }

      .what {
        min-width: 12rem;
        flex: 1;
      }

      .what strong {
        display: block;
        font-size: var(--text-large);
        font-weight: 620;
        letter-spacing: -0.012em;
        line-height: 1.35;
      }

      /* As high before its words are known. */
      .what span {
        display: block;
        min-height: 1.45em;
      }

      .hint {
        width: 100%;
      }

      .buttons {
        display: flex;
        gap: var(--space-2);
      }

      button.primary {
        min-width: 8.5rem;
        min-height: 2.75rem;
      }

      .figures-row {
        display: grid;
        grid-template-columns: repeat(5, minmax(0, 1fr));
        gap: var(--space-4);
      }

      .figures-row div {
        display: flex;
        flex-direction: column-reverse;
        justify-content: flex-end;
      }

      dd {
        font-size: var(--text-figure);
        font-weight: 600;
        letter-spacing: -0.025em;
        line-height: 1.2;
        white-space: nowrap;
      }

      dt {
        color: var(--ink-soft);
        font-size: var(--text-small);
        line-height: 1.35;
      }

      .track {
        height: 0.375rem;
        overflow: hidden;
        border-radius: 1rem;
        background: var(--line);
      }

      .track span {
        display: block;
        height: 100%;
        border-radius: inherit;
        background: var(--accent);
        transform-origin: left;
      }

      .rate {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }

      .rate > span {
        white-space: nowrap;
      }

      .now {
        min-width: 4rem;
        font-weight: 560;
      }

      .rate input {
        width: 7rem;
        height: 2rem;
      }

      .rate button {
        min-height: 2rem;
        font-size: var(--text-small);
      }

      .done {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: var(--space-1) var(--space-4);
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius);
        background: var(--accent-wash);
      }

      @media (max-width: 72rem) {
        .figures-row {
          grid-template-columns: repeat(3, minmax(0, 1fr));
        }
      }

      @media (max-width: 40rem) {
        .figures-row {
          grid-template-columns: 1fr 1fr;
        }

        .buttons,
        button.primary {
          width: 100%;
        }

        .buttons > * {
          flex: 1;
        }
      }
    `,
  ];

  readonly #activity = this.select(({ activity }) => activity);
  readonly #data = this.select(({ data }) => data);
  readonly #model = this.select(({ model }) => model);
  readonly #settings = this.select(({ settings }) => settings);
  readonly #engine = this.select(({ engine }) => engine.status);
  readonly #failure = this.select(({ failure }) => failure);

  protected override render(): TemplateResult {
    const activity = this.#activity.value;
    const failure = this.#failure.value;
    return html`<section class="panel" aria-label=${this.m.run.heading}>
      ${activity ? this.#running(activity) : this.#idle()} ${this.#done()}
      ${failure ? html`<p class="error" role="alert">${this.said(failure)}</p>` : nothing}
    </section>`;
  }

  #idle(): TemplateResult {
    const { m, format } = this;
    const { name: data, figures } = this.#data.value;
    const { name: model, figures: size } = this.#model.value;
    const { epochs, batchSize, limit = Number.POSITIVE_INFINITY, validationSplit } = this.#settings.value;
    const images = figures && Math.floor(Math.min(figures.trainCount, limit) * (1 - validationSplit));
    const steps = Math.ceil((images ?? 0) / batchSize) * epochs;
    return html`<div class="top">
      <p class="what">
        <strong>${m.runs.name(shortName(m.model.about, model), shortName(m.data.names, data))}</strong>
        <span class="soft small figures">
          ${size && images ? `${format.count(size.parameters)} ${m.model.parameters} · ${format.count(images)} × ${m.runs.epochs(epochs)}` : ' '}
        </span>
      </p>
      <div class="buttons">
        <button class="primary" ?disabled=${!this.#ready} @click=${train}>${m.run.train}</button>
      </div>
      ${images && steps < fewSteps ? html`<p class="small soft hint">${m.run.fewSteps(format.count(steps))}</p>` : nothing}
    </div>`;
  }

  /** How well the run that has just ended does. */
  #done(): TemplateResult | typeof nothing {
    const accuracy = this.#finished.value?.test?.accuracy;
    if (accuracy === undefined) return nothing;
    const { run: m } = this.m;
    return html`<p class="done" role="status">
      <span>${m.done(this.format.percent(accuracy))}</span> <a href="#/look">${m.look}</a>
    </p>`;
  }

  readonly #finished = this.select(({ runs, finished }) => runs.find(({ id }) => id === finished));

  get #ready(): boolean {
    const { figures, error } = this.#model.value;
    const fits = figures !== undefined && figures.largestBatch === undefined && !error;
    return this.#engine.value === 'ready' && this.#data.value.figures !== undefined && fits;
  }

  #running({ progress, paused }: Activity): TemplateResult {
    const { m } = this;
    return html`
      <div class="top">
        <p class="what" role="status">
          <strong>${progress ? m.run.phases[progress.phase] : m.run.preparing}</strong>
          <span class="soft small figures">
            ${progress ? m.run.position(progress.epoch, progress.epochs) : ' '}
          </span>
        </p>
        <div class="buttons">
          ${
            paused
              ? html`<button class="primary" @click=${resume}>${m.run.resume}</button>`
              : html`<button ?disabled=${!progress} @click=${pause}>${m.run.pause}</button>`
          }
          <button ?disabled=${!progress} @click=${stop}>${m.run.stop}</button>
        </div>
      </div>
      ${this.#figures(progress)} ${this.#track(progress)} ${this.#foot(progress)}
    `;
  }

  #figures(progress: Progress | undefined): TemplateResult {
    const { m, format } = this;
    const runs = this.#validation.value;
    const speed = progress?.imagesPerSecond;
    const entry = (value: string, what: string): TemplateResult =>
      html`<div><dt>${what}</dt><dd class="figures">${value}</dd></div>`;
    return html`<dl class="figures-row">
      ${entry(format.percent(progress?.accuracy), m.run.accuracy)}
      ${entry(format.percent(runs), m.run.valAccuracy)}
      ${entry(format.loss(progress?.loss), m.run.loss)}
      ${entry(speed === undefined ? '–' : format.count(speed), m.run.speed)}
      ${entry(format.clock(progress?.secondsLeft), m.run.left)}
    </dl>`;
  }

  /** The last validation's accuracy of the run under way. */
  readonly #validation = this.select(
    ({ runs, activity }) => runs.find(({ id }) => id === activity?.run)?.epochs.at(-1)?.valAccuracy,
  );

  /** By the property of the bar, not its attribute, which the page's policy forbids. */
  #track(progress: Progress | undefined): TemplateResult {
    const { epoch = 1, epochs = 1, step = 0, steps = 1 } = progress ?? {};
    const share = (epoch - 1 + step / steps) / epochs;
    return html`<div
      class="track"
      role="progressbar"
      aria-label=${this.m.run.progress}
      aria-valuenow=${Math.round(100 * share)}
    >
      <span .style=${`transform: scaleX(${share})`}></span>
    </div>`;
  }

  #foot(progress: Progress | undefined): TemplateResult {
    const { m, format } = this;
    return html`<form class="rate" @submit=${this.#setRate}>
      <span class="small soft">${m.run.rate}</span>
      <span class="figures now">${format.rate(progress?.learningRate)}</span>
      <label class="visually-hidden" for="rate">${m.run.newRate}</label>
      <input
        id="rate"
        name="rate"
        type="number"
        required
        min="0"
        step="any"
        placeholder=${m.run.newRateHint}
        ?disabled=${!progress}
      />
      <button ?disabled=${!progress}>${m.run.setRate}</button>
    </form>`;
  }

  readonly #setRate = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    setLearningRate(Number(new FormData(form).get('rate')));
    form.reset();
  };
}
