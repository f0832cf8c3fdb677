import { css, html, nothing, type TemplateResult } from 'lit';
import type { LoadProgress } from '../engine/protocol/data.js';
import type { Survey } from '../engine/protocol/survey.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import type { Cell, ShownImages, SurveyState } from '../state/app-state.js';
import { showWorst, surveyRun } from '../state/survey-actions.js';
import { controls, panel } from '../styles/controls.js';
import { accuracyOf, countsOf } from './confusion.js';

/** How the run that is looked at does on all test images: what it confuses, and its worst mistakes. */
export class SurveyPanel extends LocalizedElement {
  static override readonly properties = { classNames: { attribute: false } };

  static override readonly styles = [
    controls,
    panel,
    css`
      .content {
        display: grid;
        grid-template-columns: minmax(0, 32rem) minmax(0, 1fr);
        align-items: start;
        gap: var(--space-5);
      }

      .start {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-3) var(--space-5);
      }

      progress {
        width: 100%;
        height: 0.375rem;
        accent-color: var(--accent);
      }

      .axes {
        margin-top: var(--space-3);
      }

      .found > header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 var(--space-3);
        min-height: 2rem;
        margin-bottom: var(--space-2);
      }

      .found button {
        margin-left: auto;
      }

      @media (max-width: 80rem) {
        .content {
          grid-template-columns: minmax(0, 1fr);
        }

        confusion-table {
          max-width: 36rem;
        }
      }
    `,
  ];

  declare classNames: readonly string[];
  readonly #survey = this.select(({ survey, look }) => (survey?.run === look.run ? survey : undefined));
  readonly #image = this.select(({ look }) => (look.own ? undefined : look.image));
  readonly #epochs = this.select(
    ({ runs, look }) => runs.find(({ id }) => id === look.run)?.epochs.length ?? 0,
  );
  #counted: { readonly survey: Survey; readonly counts: number[][] } | undefined;

  protected override render(): TemplateResult {
    const { survey: m } = this.m;
    const survey = this.#survey.value;
    return html`<section class="panel" aria-labelledby="heading">
      <header>
        <h2 id="heading">${m.heading}</h2>
        ${survey?.result ? this.#summary(survey, survey.result) : nothing}
      </header>
      ${survey?.error ? html`<p class="error" role="alert">${survey.error}</p>` : nothing}
      ${survey?.progress ? this.#progress(survey.progress) : nothing}
      ${survey?.result ? this.#content(survey, survey.result) : nothing}
      ${survey?.result || survey?.progress ? nothing : this.#start()}
    </section>`;
  }

  #start(): TemplateResult {
    const { survey: m } = this.m;
    return html`<div class="start">
      <p class="soft">${m.about}</p>
      <button @click=${surveyRun}>${m.start}</button>
    </div>`;
  }

  #progress({ done, total }: LoadProgress): TemplateResult {
    const { format, m } = this;
    const text =
      total === undefined ? m.data.loading : m.survey.running(format.count(done), format.count(total));
    return html`<p class="small soft figures">${text}</p>
      <progress aria-label=${m.survey.heading} max=${total ?? 1} value=${done}></progress>`;
  }

  #summary({ epochs }: SurveyState, result: Survey): TemplateResult {
    const { format, m } = this;
    const accuracy = m.survey.accuracy(
      format.percent(accuracyOf(result)),
      format.count(result.labels.length),
    );
    if (epochs === this.#epochs.value)
      return html`<p class="small soft figures" role="status">${accuracy}</p>`;
    return html`<p class="small soft figures">
      ${accuracy}. ${m.survey.older} <button class="plain" @click=${surveyRun}>${m.survey.again}</button>
    </p>`;
  }

  #content({ cell, shown }: SurveyState, result: Survey): TemplateResult {
    const { survey: m } = this.m;
    return html`<div class="content">
      <div>
        <confusion-table
          .classNames=${this.classNames}
          .counts=${this.#countsOf(result)}
          .open=${cell}
        ></confusion-table>
        <p class="axes small soft">${m.axes}</p>
      </div>
      ${shown ? this.#found(result, shown, cell) : nothing}
    </div>`;
  }

  #found(result: Survey, shown: ShownImages, cell: Cell | undefined): TemplateResult {
    const { format } = this;
    const { survey: m } = this.m;
    const count = m.count(format.count(shown.images.length), format.count(shown.all));
    return html`<section class="found" aria-labelledby="found">
      <header aria-live="polite">
        <h3 id="found">${this.#title(cell)}</h3>
        <span class="small soft figures">${shown.all > 0 || cell ? count : m.noMistakes}</span>
        ${cell ? html`<button class="plain" @click=${showWorst}>${m.back}</button>` : nothing}
      </header>
      <test-pictures
        .classNames=${this.classNames}
        .survey=${result}
        .shown=${shown}
        .chosen=${this.#image.value}
      ></test-pictures>
    </section>`;
  }

  #title(cell: Cell | undefined): string {
    const { survey: m } = this.m;
    if (!cell) return m.worst;
    const [truth, prediction] = [this.classNames[cell.truth]!, this.classNames[cell.prediction]!];
    return truth === prediction ? m.cellRight(truth) : m.cellWrong(truth, prediction);
  }

  /** The same object as long as the survey is the same, so that the table is not drawn anew. */
  #countsOf(survey: Survey): number[][] {
    if (this.#counted?.survey !== survey) {
      this.#counted = { survey, counts: countsOf(survey, this.classNames.length) };
    }
    return this.#counted.counts;
  }
}
