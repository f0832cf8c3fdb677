import { css, html, nothing, type TemplateResult } from 'lit';
import type { OfficialData } from '../engine/data-files.js';
import { type DataFigures, drawnSizes, isBuiltIn, isDrawnInAnySize } from '../engine/protocol/data.js';
import { troubleText } from '../i18n/error-text.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import {
  chooseData,
  chooseSize,
  downloadOfficial,
  openImages,
  openOfficial,
  replaceData,
} from '../state/data-actions.js';
import { controls, panel } from '../styles/controls.js';
import { type DataName, taskNames, tasks } from '../tasks/tasks.js';
import type { FilesEvent } from './file-drop.js';
import type { SizeEvent } from './image-size.js';

/** Where the official files are. */
const sites: Record<OfficialData, string> = {
  mnist: 'https://github.com/cvdfoundation/mnist',
  'fashion-mnist': 'https://github.com/zalandoresearch/fashion-mnist',
  cifar10: 'https://www.cs.toronto.edu/~kriz/cifar.html',
  cifar100: 'https://www.cs.toronto.edu/~kriz/cifar.html',
};

/** What to train on. */
export class DataPanel extends LocalizedElement {
  static override readonly styles = [
    controls,
    panel,
    css`
      .body {
        display: grid;
        gap: var(--space-3);
        margin-top: var(--space-3);
        min-height: 6.5rem;
        align-content: start;
      }

      .facts {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 var(--space-3);
      }

      .replace {
        margin-left: calc(-1 * var(--space-2));
      }

      form {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: end;
        gap: var(--space-2);
      }

      progress {
        width: 100%;
        accent-color: var(--accent);
      }
    `,
  ];

  readonly #data = this.select(({ data }) => data);
  readonly #busy = this.select(({ activity }) => activity !== undefined);
  #size = 32;

  protected override render(): TemplateResult {
    const { data: m } = this.m;
    const { name, figures, loading, error } = this.#data.value;
    return html`<section class="panel" aria-labelledby="heading">
      <header><h2 id="heading">${m.heading}</h2></header>
      <label class="visually-hidden" for="data">${m.choose}</label>
      <select id="data" .value=${name} ?disabled=${this.#busy.value} @change=${this.#choose}>
        ${taskNames.map(
          (task) => html`<optgroup label=${m.tasks[task]}>
            ${tasks[task].data.map((each) => html`<option value=${each} ?selected=${each === name}>${m.names[each]}</option>`)}
          </optgroup>`,
        )}
      </select>
      <div class="body">
        ${error ? html`<p class="error" role="alert">${this.said(error)}</p>` : nothing}
        ${loading ? this.#loading() : figures ? this.#figures(figures) : this.#missing(name)}
      </div>
    </section>`;
  }

  #figures({
    name,
    imageShape,
    classNames,
    trainCount,
    testCount,
    samples,
    unkept,
  }: DataFigures): TemplateResult {
    const { data: m } = this.m;
    const { format } = this;
    return html`
      <sample-mosaic
        .samples=${samples}
        .imageShape=${imageShape}
        label=${m.samples(classNames.slice(0, 10).join(', '))}
      ></sample-mosaic>
      ${unkept ? html`<p class="error" role="alert">${this.said(troubleText(unkept))}</p>` : nothing}
      <p class="small soft figures facts">
        <span>${m.counts(format.count(trainCount), format.count(testCount))}</span>
        <span>${m.about(format.shape(imageShape), classNames.length)}</span>
      </p>
      ${
        isDrawnInAnySize(name)
          ? html`<image-size
              .size=${imageShape[0]}
              .sizes=${drawnSizes}
              ?disabled=${this.#busy.value}
              @size=${({ size }: SizeEvent) => chooseSize(size)}
            ></image-size>`
          : nothing
      }
      ${
        isBuiltIn(name) || this.#busy.value
          ? nothing
          : html`<div class="replace"><button class="plain" @click=${replaceData}>${name === 'camera' ? this.m.camera.more : m.replace}</button></div>`
      }
    `;
  }

  #loading(): TemplateResult {
    const { data: m } = this.m;
    const { done = 0, total } = this.#data.value.loading ?? {};
    const text = total ? m.loaded(this.format.percent(done / total)) : m.loading;
    return html`<p class="small soft figures" role="status">${text}</p>
      ${done > 0 ? html`<progress aria-label=${m.loading} .value=${total ? done / total : 0}></progress>` : nothing}`;
  }

  #missing(name: DataName): TemplateResult | typeof nothing {
    if (isBuiltIn(name)) return nothing;
    if (name === 'camera') return html`<camera-album></camera-album>`;
    return name === 'images' ? this.#missingImages() : this.#missingFiles(name);
  }

  #missingImages(): TemplateResult {
    const { data: m } = this.m;
    return html`
      <file-drop
        hint=${m.drop.images}
        action=${m.pickFolder}
        folder
        @files=${({ files }: FilesEvent) => openImages(files, this.#size)}
      ></file-drop>
      <image-size .size=${this.#size} @size=${({ size }: SizeEvent) => (this.#size = size)}></image-size>
    `;
  }

  #missingFiles(name: OfficialData): TemplateResult {
    const { data: m } = this.m;
    return html`
      <file-drop
        hint=${m.drop[name]}
        action=${m.pickFiles}
        @files=${({ files }: FilesEvent) =>
          openOfficial(
            name,
            files.map(({ file }) => file),
          )}
      ></file-drop>
      <form @submit=${(event: SubmitEvent) => this.#download(event, name)}>
        <div>
          <label for="url">${m.url}</label>
          <input id="url" name="url" required placeholder=${m.urlHint} autocomplete="url" inputmode="url" />
        </div>
        <button>${m.fetch}</button>
      </form>
      <p class="small"><a href=${sites[name]} target="_blank" rel="noreferrer">${m.officialSite}</a></p>
    `;
  }

  readonly #choose = (event: Event): void => {
    void chooseData((event.target as HTMLSelectElement).value as DataName);
  };

  #download(event: SubmitEvent, name: OfficialData): void {
    event.preventDefault();
    const address = new FormData(event.target as HTMLFormElement).get('url') as string;
    void downloadOfficial(name, address.trim());
  }
}
