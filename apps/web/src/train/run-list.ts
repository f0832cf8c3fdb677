import { css, html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { openRun } from '../state/run-actions.js';
import { controls, panel } from '../styles/controls.js';
import { droppedFiles } from './dropped-files.js';

/** All runs that are kept here, with what can be done with them; others can be opened. */
export class RunList extends LocalizedElement {
  static override readonly properties = { over: { state: true } };

  static override readonly styles = [
    controls,
    panel,
    css`
      .over {
        border-color: var(--accent);
        background: var(--accent-wash);
      }

      ul {
        margin-bottom: calc(-1 * var(--space-3));
        list-style: none;
      }

      li + li {
        border-top: 1px solid var(--line);
      }

      .open {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1);
        margin-inline: calc(-1 * var(--space-2));
      }
    `,
  ];

  /** Whether something is held over it. */
  declare over: boolean;
  readonly #runs = this.select(({ runs }) => runs);
  readonly #shown = this.select(({ shown }) => shown);
  readonly #read = this.select(({ runsRead }) => runsRead);

  protected override render(): TemplateResult {
    const { runs: m } = this.m;
    const runs = this.#runs.value;
    const shown = this.#shown.value;
    return html`<section
      class="panel ${this.over ? 'over' : ''}"
      aria-labelledby="heading"
      @dragover=${this.#onDragOver}
      @dragleave=${() => (this.over = false)}
      @drop=${this.#onDrop}
    >
      <header>
        <h2 id="heading">${m.heading}</h2>
        <div class="open">
          <button class="plain" title=${m.openHint} @click=${() => this.#pick('files')}>${m.open}</button>
          <button class="plain" title=${m.openHint} @click=${() => this.#pick('folder')}>${m.openFolder}</button>
        </div>
      </header>
      <input id="files" type="file" hidden multiple accept=".safetensors,.json,.zip" aria-label=${m.open} @change=${this.#open} />
      <input id="folder" type="file" hidden webkitdirectory aria-label=${m.openFolder} @change=${this.#open} />
      ${
        runs.length > 0
          ? html`<ul>
              ${repeat(
                runs,
                ({ id }) => id,
                (run) => html`<li><run-row .run=${run} .place=${shown.indexOf(run.id)}></run-row></li>`,
              )}
            </ul>`
          : html`<p class="soft small">${this.#read.value ? m.empty : ' '}</p>`
      }
    </section>`;
  }

  #pick(id: 'files' | 'folder'): void {
    this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)!.click();
  }

  readonly #onDragOver = (event: DragEvent): void => {
    event.preventDefault();
    this.over = true;
  };

  readonly #onDrop = async (event: DragEvent): Promise<void> => {
    event.preventDefault();
    this.over = false;
    const files = await droppedFiles(event);
    if (files.length > 0) await openRun(files.map(({ file }) => file));
  };

  readonly #open = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) void openRun(files);
  };
}
