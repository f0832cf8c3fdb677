import { css, html, type TemplateResult } from 'lit';
import { validationName } from '../engine/protocol/task.js';
import type { Progress } from '../engine/protocol/training.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { setLearningRate } from '../state/run-actions.js';
import { bar } from '../styles/bar.js';
import { controls } from '../styles/controls.js';
import { taskOfRun } from '../tasks/run-task.js';
import { taskOfData, tasks } from '../tasks/tasks.js';

/** Where the training under way stands, and the rate at which it learns, which can be set anew. */
export class TrainingProgress extends LocalizedElement {
  static override readonly styles = [
    controls,
    bar,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
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

      .track span {
        background: var(--accent);
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

      @media (max-width: 72rem) {
        .figures-row {
          grid-template-columns: repeat(3, minmax(0, 1fr));
        }
      }

      @media (max-width: 40rem) {
        .figures-row {
          grid-template-columns: 1fr 1fr;
        }
      }
    `,
  ];

  readonly #task = this.select(({ data }) => taskOfData(data.name));
  readonly #progress = this.select(({ activity }) => activity?.progress);

  protected override render(): TemplateResult {
    const progress = this.#progress.value;
    return html`${this.#figures(progress)} ${this.#track(progress)} ${this.#foot(progress)}`;
  }

  #figures(progress: Progress | undefined): TemplateResult {
    const { m, format } = this;
    const run = this.#run.value;
    const last = run?.epochs.at(-1);
    const { figure } = tasks[run ? taskOfRun(run) : this.#task.value];
    const speed = progress?.imagesPerSecond;
    const entry = (value: string, what: string): TemplateResult =>
      html`<div><dt>${what}</dt><dd class="figures">${value}</dd></div>`;
    return html`<dl class="figures-row">
      ${entry(format.percent(progress?.figures[figure] ?? last?.[figure]), m.curves[figure])}
      ${entry(format.percent(last?.[validationName(figure)]), m.run.validation[figure])}
      ${entry(format.loss(progress?.loss), m.run.loss)}
      ${entry(speed === undefined ? '–' : format.count(speed), m.run.speed)}
      ${entry(format.clock(progress?.secondsLeft), m.run.left)}
    </dl>`;
  }

  /** The run under way. */
  readonly #run = this.select(({ runs, activity }) => runs.find(({ id }) => id === activity?.run));

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
