import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { PictureFile } from '../engine/protocol/data.js';
import { controls } from '../styles/controls.js';
import { droppedFiles } from './dropped-files.js';

/** What a person dropped or picked: files, each with the path from the folder that was chosen. */
export class FilesEvent extends Event {
  readonly files: readonly PictureFile[];

  constructor(files: readonly PictureFile[]) {
    super('files');
    this.files = files;
  }
}

/** A place to drop files and folders on, with a button that picks them. Fires {@link FilesEvent}. */
export class FileDrop extends LitElement {
  static override readonly properties = {
    hint: {},
    action: {},
    folder: { type: Boolean },
    over: { state: true },
  };

  static override readonly styles = [
    controls,
    css`
      .place {
        display: grid;
        justify-items: center;
        gap: var(--space-3);
        padding: var(--space-5) var(--space-4);
        border: 1.5px dashed var(--line-strong);
        border-radius: var(--radius);
        background: var(--sunken);
        text-align: center;
      }

      .place.over {
        border-color: var(--accent);
        background: var(--accent-wash);
      }

      p {
        max-width: 34ch;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare hint: string;
  declare action: string;
  /** Whether a whole folder is picked. */
  declare folder: boolean;
  declare over: boolean;

  protected override render(): TemplateResult {
    return html`
      <div
        class="place ${this.over ? 'over' : ''}"
        @dragover=${this.#onDragOver}
        @dragleave=${() => (this.over = false)}
        @drop=${this.#onDrop}
      >
        <p class="small soft">${this.hint}</p>
        <button @click=${this.#pick}>${this.action}</button>
      </div>
      <input
        type="file"
        multiple
        hidden
        ?webkitdirectory=${this.folder}
        aria-label=${this.action || nothing}
        @change=${this.#onPicked}
      />
    `;
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector('input')!;
  }

  readonly #pick = (): void => this.#input.click();

  readonly #onPicked = (): void => {
    const files = [...(this.#input.files ?? [])];
    this.#give(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })));
    // So that the same files can be picked again.
    this.#input.value = '';
  };

  readonly #onDragOver = (event: DragEvent): void => {
    event.preventDefault();
    this.over = true;
  };

  readonly #onDrop = async (event: DragEvent): Promise<void> => {
    event.preventDefault();
    this.over = false;
    this.#give(await droppedFiles(event));
  };

  #give(files: readonly PictureFile[]): void {
    if (files.length > 0) this.dispatchEvent(new FilesEvent(files));
  }
}
