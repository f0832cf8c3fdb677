import { css, html, nothing, type TemplateResult } from 'lit';
import type { LoadProgress } from '../engine/protocol/data.js';
import type { BoxSurvey, ClassSurvey, MaskSurvey, Survey } from '../engine/protocol/survey.js';
import type { Task } from '../engine/protocol/task.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import type { Cell, ShownImages, SurveyState } from '../state/app-state.js';
import { showWorst, surveyRun } from '../state/survey-actions.js';
import { controls, panel } from '../styles/controls.js';
import { objectColour, pixelColour } from '../tasks/class-colours.js';
import { accuracyOf, countsOf } from './confusion.js';
import type { Caption } from './test-pictures.js';

/** How the run that is looked at does on all test images: what it confuses, and its worst mistakes. */
export class SurveyPanel extends LocalizedElement {
  static override readonly properties = { classNames: { attribute: false }, task: {} };

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
  /** Of the run that is looked at. */
  declare task: Task;
  readonly #survey = this.select(({ survey, look }) => (survey?.run === look.run ? survey : undefined));
  readonly #image = this.select(({ look }) => (look.own ? undefined : look.image));
  readonly #epochs = this.select(
    ({ runs, look }) => runs.find(({ id }) => id === look.run)?.epochs.length ?? 0,
  );
  #counted: { readonly survey: ClassSurvey; readonly counts: number[][] } | undefined;

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
      <p class="soft">${m.about[this.task]}</p>
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
    const { m } = this;
    const figure = this.#figure(result);
    if (epochs === this.#epochs.value) return html`<p class="small soft figures" role="status">${figure}</p>`;
    return html`<p class="small soft figures">
      ${figure}. ${m.survey.older} <button class="plain" @click=${surveyRun}>${m.survey.again}</button>
    </p>`;
  }

  /** How well it does, in a number. */
  #figure(result: Survey): string {
    const { format } = this;
    const { survey: m } = this.m;
    switch (result.task) {
      case 'classification':
        return m.accuracy(format.percent(accuracyOf(result)), format.count(result.labels.length));
      case 'segmentation':
        return m.meanIoU(format.percent(result.mean), format.count(result.right.length));
      case 'detection':
        return m.meanAveragePrecision(format.percent(result.mean), format.count(result.missed.length));
    }
  }

  #content({ cell, shown }: SurveyState, result: Survey): TemplateResult {
    return html`<div class="content">
      <div>${result.task === 'classification' ? this.#matrix(result, cell) : this.#scores(result)}</div>
      ${shown ? this.#found(result, shown, cell) : nothing}
    </div>`;
  }

  #scores({ task, scores }: MaskSurvey | BoxSurvey): TemplateResult {
    const { survey: m } = this.m;
    return html`<score-list
        .classNames=${this.classNames}
        .scores=${scores}
        .label=${m.scores[task]}
        .colourOf=${task === 'segmentation' ? pixelColour : objectColour}
      ></score-list>
      <p class="axes small soft">${m.scoresAbout[task]}</p>`;
  }

  #matrix(result: ClassSurvey, cell: Cell | undefined): TemplateResult {
    const { survey: m } = this.m;
    return html`<confusion-table
        .classNames=${this.classNames}
        .counts=${this.#countsOf(result)}
        .open=${cell}
      ></confusion-table>
      <p class="axes small soft">${m.axes}</p>`;
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
        .captions=${shown.images.map((image) => this.#caption(result, image))}
        .shown=${shown}
        .chosen=${this.#image.value}
      ></test-pictures>
    </section>`;
  }

  /** What an image is, and what was made of it. */
  #caption(result: Survey, image: number): Caption {
    const { classNames, format } = this;
    const { survey: m, look } = this.m;
    if (result.task === 'segmentation')
      return { title: look.plainImage(image + 1), about: m.pixels(format.percent(result.right[image]!)) };
    if (result.task === 'detection')
      return {
        title: look.plainImage(image + 1),
        about: m.boxes(result.missed[image]!, result.wrong[image]!),
      };
    const { confidences, labels, taken } = result;
    const share = format.percent(confidences[image]!);
    const right = taken[image] === labels[image];
    const about = right ? m.sure(share) : m.takenFor(classNames[taken[image]!]!, share);
    return { title: classNames[labels[image]!]!, about };
  }

  #title(cell: Cell | undefined): string {
    const { survey: m } = this.m;
    if (!cell) return m.worst;
    const [truth, prediction] = [this.classNames[cell.truth]!, this.classNames[cell.prediction]!];
    return truth === prediction ? m.cellRight(truth) : m.cellWrong(truth, prediction);
  }

  /** The same object as long as the survey is the same, so that the table is not drawn anew. */
  #countsOf(survey: ClassSurvey): number[][] {
    if (this.#counted?.survey !== survey) {
      this.#counted = { survey, counts: countsOf(survey, this.classNames.length) };
    }
    return this.#counted.counts;
  }
}
