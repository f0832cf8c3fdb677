import { css, html, nothing, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import type { Activity } from '../state/app-state.js';
import { pause, resume, stop, train } from '../state/run-actions.js';
import { controls, panel } from '../styles/controls.js';
import { taskOfRun } from '../tasks/run-task.js';
import { tasks } from '../tasks/tasks.js';
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

      .done {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: var(--space-1) var(--space-4);
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius);
        background: var(--accent-wash);
      }

      @media (max-width: 40rem) {
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
    const run = this.#finished.value;
    const figure = run && tasks[taskOfRun(run)].figure;
    const value = figure && run.test?.[figure];
    if (value === undefined) return nothing;
    const { run: m } = this.m;
    return html`<p class="done" role="status">
      <span>${m.done[figure!](this.format.percent(value))}</span> <a href="#/look">${m.look}</a>
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
      <training-progress></training-progress>
    `;
  }
}
