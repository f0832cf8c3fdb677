import { ConfigError, DataError } from '@cnn/tensor';
import { html, isServer, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { wholeAddress } from './address.js';
import { classifierStyle } from './classifier-style.js';
import { isCount } from './count.js';
import { sharedEngine } from './engine/connection.js';
import type { Engine } from './engine/engine.js';
import type { Guess, ModelFacts } from './engine/saved-classifier.js';
import type { WorkerLink } from './engine/worker-link.js';
import { inWordsOf } from './error-words.js';
import { fileOf, type ImageSource } from './image-source.js';
import { type Messages, messagesFor } from './messages.js';
import { theme } from './theme.js';

type OpenModel = ModelFacts & { readonly id: number; readonly link: WorkerLink<Engine> };

const TOP = 5;

/** What `cnn-classify` tells: all classes, the likeliest first. */
export type ClassifyEvent = CustomEvent<readonly Guess[]>;

/**
 * `<cnn-classifier src="model.safetensors">`: tells what is in an image that a person drops, pastes or chooses, or
 * that a program gives. It computes in a worker that all elements of a page share.
 *
 * Events, which bubble: `cnn-load` when the model is there ({@link ModelFacts}), `cnn-classify` with the classes
 * ({@link Guess}), `cnn-error` with the Error whose message is shown.
 */
export class CnnClassifier extends LitElement {
  static override readonly properties = {
    src: { reflect: true },
    image: {},
    top: { type: Number, reflect: true, useDefault: true },
    lang: { reflect: true },
    loading: { state: true },
    shown: { state: true },
    guesses: { state: true },
    error: { state: true },
    over: { state: true },
  };

  static override readonly styles = [theme, classifierStyle];

  /** The address of a model that `train` of the command line, the page or `trainer.save()` wrote. */
  declare src: string | null | undefined;
  /** The image to classify; `image="cat.jpg"` is an address. */
  declare image: ImageSource | null | undefined;
  /** How many classes are shown. Default 5, also for what is no number of classes. */
  declare top: number;

  declare protected loading: boolean;
  declare protected shown: string | undefined;
  declare protected guesses: readonly Guess[];
  declare protected error: Error | undefined;
  declare protected over: boolean;

  #model: Promise<OpenModel> | undefined;
  #link: WorkerLink<Engine> | undefined;
  /** Counts what was asked for, so that an answer which comes late does not replace a newer one. */
  #asked = 0;

  constructor() {
    super();
    this.top = TOP;
    this.loading = false;
    this.guesses = [];
    this.over = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('paste', this.#onPaste);
    // After it was taken out and put back, as when a list is sorted.
    if (this.hasUpdated && !this.#model) this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('paste', this.#onPaste);
    this.#forgetModel();
  }

  /**
   * Tells what is in an image, and shows it.
   * @returns all classes, the likeliest first
   * @throws ConfigError without a model, or outside a page; DataError when the image cannot be read; what loading the
   * model threw
   */
  async classify(image: ImageSource): Promise<readonly Guess[]> {
    // The attribute may have been set just now.
    await this.updateComplete;
    return this.#classify(image, this.#opened());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What was removed begins when it is put back.
    if (isServer || !this.isConnected) return;
    if (changed.has('src')) {
      this.#forgetModel();
      this.#begin();
    } else if (changed.has('image')) {
      if (this.image) this.#try(this.image);
      else this.#showNothing();
    }
  }

  protected override render(): TemplateResult {
    const m = messagesFor(this);
    return html`<div
      part="base"
      class="base ${this.over ? 'over' : ''}"
      tabindex="-1"
      @dragover=${this.#onDragOver}
      @dragleave=${() => (this.over = false)}
      @drop=${this.#onDrop}
    >
      <div part="choice" class="choice">
        <slot name="hint">${m.hint}</slot>
        <button part="button" @click=${() => this.#input.click()}>${m.choose}</button>
        <input
          type="file"
          hidden
          accept="image/jpeg,image/png,image/webp"
          aria-label=${m.choose}
          @change=${this.#onPicked}
        />
      </div>
      <p part="status" role="status" ?hidden=${!this.loading}>
        ${this.loading ? html`<slot name="loading">${m.loading}</slot>` : nothing}
      </p>
      ${this.shown ? html`<img part="image" class="picture" src=${this.shown} alt=${m.picture} />` : nothing}
      ${this.guesses.length > 0 ? this.#classes(m) : nothing}
      <p part="error" class="error" role="alert" ?hidden=${!this.error}>${this.error?.message}</p>
    </div>`;
  }

  #classes(m: Messages): TemplateResult {
    return html`<ol part="classes" aria-label=${m.classes} aria-live="polite">
      ${this.guesses.slice(0, isCount(this.top) ? this.top : TOP).map(
        ({ name, probability }) => html`<li part="class">
          <span part="name">${name}</span>
          <span part="probability" class="probability">${(100 * probability).toFixed(1)} %</span>
          <span part="track" class="track" aria-hidden="true">
            <span part="bar" class="bar" .style=${`transform: scaleX(${probability})`}></span>
          </span>
        </li>`,
      )}
    </ol>`;
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector('input')!;
  }

  #begin(): void {
    if (!this.src) return;
    const model = this.#load();
    if (this.image) void this.#classify(this.image, model).catch(() => {});
  }

  #load(): Promise<OpenModel> {
    const link = sharedEngine();
    const model = openModel(this.src!, link);
    this.#link = link;
    this.#model = model;
    this.loading = true;
    this.error = undefined;
    model.then(
      ({ classNames, imageShape }) => {
        if (model !== this.#model) return;
        this.loading = false;
        this.#tell('cnn-load', { classNames, imageShape });
      },
      (error: Error) => {
        if (model !== this.#model) return;
        this.#model = undefined;
        this.loading = false;
        this.#fail(error);
      },
    );
    return model;
  }

  async #opened(): Promise<OpenModel> {
    if (!this.isConnected) throw new ConfigError(messagesFor(this).notInPage);
    if (!this.src) throw new ConfigError(messagesFor(this).noModel);
    // What was opened in a worker is lost with it, and what could not be had may be there by now.
    return this.#model && !this.#link?.ended ? this.#model : this.#load();
  }

  async #classify(image: ImageSource, model: Promise<OpenModel>): Promise<readonly Guess[]> {
    const asked = ++this.#asked;
    try {
      const [file, { id, link }] = await Promise.all([fileOf(image), model]);
      const guesses = await link.ask((engine) => engine.classify(id, file));
      if (asked === this.#asked) this.#show(file, guesses);
      return guesses;
    } catch (error) {
      if (asked === this.#asked) this.#fail(error as Error);
      throw error;
    }
  }

  #forgetModel(): void {
    void this.#model?.then(({ id, link }) => link.ask((engine) => engine.close(id))).catch(() => {});
    this.#model = undefined;
    this.#link = undefined;
    this.loading = false;
    this.#showNothing();
  }

  /** Nor answers that are still to come. */
  #showNothing(): void {
    this.#asked++;
    this.#clear();
  }

  #clear(): void {
    if (this.shown) URL.revokeObjectURL(this.shown);
    this.shown = undefined;
    this.guesses = [];
    this.error = undefined;
  }

  #show(file: Blob, guesses: readonly Guess[]): void {
    this.#clear();
    this.shown = URL.createObjectURL(file);
    this.guesses = guesses;
    this.#tell('cnn-classify', guesses);
  }

  #fail(error: Error): void {
    // A model that cannot be had fails once for itself and once for the image.
    if (this.error === error) return;
    this.#clear();
    this.error = inWordsOf(this, error);
    this.#tell('cnn-error', error);
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** For images that nobody waits for; what went wrong is shown, and told as an event. */
  #try(image: ImageSource): void {
    void this.classify(image).catch(() => {});
  }

  readonly #onPicked = (): void => {
    const [file] = this.#input.files ?? [];
    if (file) this.#try(file);
    // So that the same file can be picked again.
    this.#input.value = '';
  };

  readonly #onPaste = (event: ClipboardEvent): void => {
    const [file] = event.clipboardData?.files ?? [];
    // Text may be meant for a field in a slot.
    if (!file) return;
    event.preventDefault();
    this.#try(file);
  };

  readonly #onDragOver = (event: DragEvent): void => {
    event.preventDefault();
    this.over = true;
  };

  readonly #onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.over = false;
    const [file] = event.dataTransfer?.files ?? [];
    if (file) this.#try(file);
    else this.#fail(new DataError(messagesFor(this).noImage));
  };
}

async function openModel(src: string, link: WorkerLink<Engine>): Promise<OpenModel> {
  const address = wholeAddress(src, 'model.safetensors');
  return { ...(await link.ask((engine) => engine.open(address))), link };
}
