import { ConfigError } from '@cnn/tensor';
import { proxy, type Remote } from 'comlink';
import { html, isServer, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { isCount } from './count.js';
import { startPlayground } from './engine/playground-connection.js';
import type { PlaygroundEngine } from './engine/playground-engine.js';
import {
  type EpochFigures,
  type PlaygroundNews,
  type PlaygroundSetup,
  type Prediction,
  type Progress,
  playgroundData,
  playgroundModels,
  type TrainedFigures,
} from './engine/playground-protocol.js';
import type { WorkerLink } from './engine/worker-link.js';
import { inWordsOf } from './error-words.js';
import { messagesFor } from './messages.js';
import { predictionFigures, progressFigures } from './playground-figures.js';
import { playgroundStyle } from './playground-style.js';
import { pictureOf } from './sample-picture.js';
import { theme } from './theme.js';

const defaults = { data: 'synthetic', model: 'simple-cnn', images: 2000, epochs: 5, learningRate: 0.001 };

/**
 * `<cnn-playground data="synthetic" model="simple-cnn">`: trains a small network before the eyes of whoever reads the
 * page, in a worker of its own, which ends when the element is removed.
 *
 * Events, which bubble: `cnn-epoch` ({@link EpochFigures}), `cnn-trained` ({@link TrainedFigures}), `cnn-error` with
 * the Error whose message is shown.
 */
export class CnnPlayground extends LitElement {
  static override readonly properties = {
    data: { reflect: true, useDefault: true },
    model: { reflect: true, useDefault: true },
    images: { type: Number, reflect: true, useDefault: true },
    epochs: { type: Number, reflect: true, useDefault: true },
    learningRate: { type: Number, attribute: 'learning-rate', reflect: true, useDefault: true },
    lang: { reflect: true },
    state: { state: true },
    samples: { state: true },
    tests: { state: true },
    planned: { state: true },
    trace: { state: true },
    done: { state: true },
    predictions: { state: true },
    error: { state: true },
  };

  static override readonly styles = [theme, playgroundStyle];

  /** `synthetic`: drawn shapes and textures. */
  declare data: string;
  /** `simple-cnn` or `lenet5`. */
  declare model: string;
  /** How many images are trained on. Default 2000. */
  declare images: number;
  /** How often all of them are gone through. Default 5. */
  declare epochs: number;
  /** Adam's; it may be changed while training. Default 0.001. */
  declare learningRate: number;

  declare protected state: 'idle' | 'training' | 'paused';
  declare protected samples: readonly HTMLCanvasElement[];
  declare protected tests: readonly HTMLCanvasElement[];
  /** Epochs of the training that is shown, whatever is asked for next. */
  declare protected planned: number;
  declare protected trace: readonly Progress[];
  declare protected done: readonly EpochFigures[];
  declare protected predictions: readonly Prediction[];
  declare protected error: Error | undefined;

  #link: WorkerLink<PlaygroundEngine> | undefined;
  #training: Promise<TrainedFigures> | undefined;
  /** How often it was stopped, also before the worker was told of a training. */
  #stops = 0;
  /** How often it had been when the training under way began. */
  #stopsBefore = 0;

  constructor() {
    super();
    this.#takeDefaults();
    this.samples = [];
    this.tests = [];
    this.planned = 0;
    this.#rest();
    this.#clear();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#link) this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  /**
   * Trains a new network; while one is trained and was not stopped, its training.
   * @returns the figures of all epochs that were done, fewer than asked for when it was stopped
   * @throws ConfigError when a setting cannot be used, or outside a page; Error when the element is removed or changed
   * meanwhile
   */
  async train(): Promise<TrainedFigures> {
    const stops = this.#stops;
    // Attributes may have been set just now, which ends a training that is under way.
    await this.updateComplete;
    if (this.#training && stops === this.#stopsBefore) return this.#training;
    // One that was stopped takes its last step before another begins.
    await this.#training?.catch(() => {});
    if (this.#training) return this.#training;
    if (stops !== this.#stops) return this.#told({ epochs: [], complete: false });
    if (!this.isConnected) throw new ConfigError(messagesFor(this).notInPage);
    const trouble = this.#trouble ?? this.#wrongNumber;
    if (trouble) {
      this.#fail(trouble);
      throw trouble;
    }
    if (!this.#link || this.#link.ended) this.#begin();
    this.#stopsBefore = stops;
    this.#training = this.#train(this.#link!);
    return this.#training;
  }

  /** Holds training until `resume()`. */
  pause(): void {
    if (this.state !== 'training') return;
    this.state = 'paused';
    this.#tellWorker((engine) => engine.pause());
  }

  /** Goes on after `pause()`. */
  resume(): void {
    if (this.state !== 'paused') return;
    this.state = 'training';
    this.#tellWorker((engine) => engine.resume());
  }

  /** Ends training after the step that is being taken. */
  stop(): void {
    this.#stops++;
    if (this.state !== 'idle') this.#tellWorker((engine) => engine.stop());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#takeDefaults();
    // What was removed begins when it is put back.
    if (isServer || !this.isConnected) return;
    if (!this.hasUpdated || changed.has('data') || changed.has('model') || changed.has('images')) {
      this.#end();
      this.#begin();
    } else if (changed.has('learningRate') && this.state !== 'idle') {
      this.#changeRate();
    }
  }

  protected override render(): TemplateResult {
    const m = messagesFor(this);
    const idle = this.state === 'idle';
    return html`<div part="base" class="base">
      <div part="controls" class="controls">
        <label>
          ${m.epochs}
          <input part="input" type="number" min="1" max="100" .value=${inField(this.epochs)} ?disabled=${!idle}
            @change=${(event: Event) => (this.epochs = numberIn(event))} />
        </label>
        <label>
          ${m.learningRate}
          <input part="input" type="number" min="0" step="any" .value=${inField(this.learningRate)}
            @change=${(event: Event) => (this.learningRate = numberIn(event))} />
        </label>
        ${
          idle
            ? html`<button part="button train" @click=${this.#onTrain}>${m.train}</button>`
            : html`<button part="button pause" @click=${this.#onPause}>
                  ${this.state === 'paused' ? m.resume : m.pause}
                </button>
                <button part="button stop" @click=${this.stop}>${m.stop}</button>`
        }
      </div>
      <p part="error" class="error" role="alert" ?hidden=${!this.error}>${this.error?.message}</p>
      ${this.trace.length > 0 ? progressFigures(m, { trace: this.trace, done: this.done, epochs: this.planned }) : nothing}
      <figure part="samples">
        <figcaption>${m.samples}</figcaption>
        <div class="samples">${this.samples.map((picture) => html`<figure>${picture} ${picture.ariaLabel}</figure>`)}</div>
      </figure>
      ${this.predictions.length > 0 ? predictionFigures(m, this.predictions, this.tests) : nothing}
    </div>`;
  }

  get #setup(): PlaygroundSetup {
    return { data: this.data, model: this.model, images: this.images };
  }

  /** What is wrong with the attributes, said in the language around the element. */
  get #trouble(): ConfigError | undefined {
    const m = messagesFor(this);
    const known = (names: readonly string[], name: string): boolean => names.includes(name);
    if (!known(playgroundData, this.data)) return new ConfigError(m.unknownData(this.data, playgroundData));
    if (!known(playgroundModels, this.model)) {
      return new ConfigError(m.unknownModel(this.model, playgroundModels));
    }
    if (!isCount(this.images)) return new ConfigError(m.notWhole('images', this.images));
    return undefined;
  }

  /** What is wrong with the numbers that are asked for when training begins. */
  get #wrongNumber(): ConfigError | undefined {
    const m = messagesFor(this);
    if (!isCount(this.epochs)) return new ConfigError(m.notWhole(m.epochs, this.epochs));
    return this.#wrongRate;
  }

  get #wrongRate(): ConfigError | undefined {
    if (Number.isFinite(this.learningRate) && this.learningRate >= 0) return undefined;
    return new ConfigError(messagesFor(this).notRate(this.learningRate));
  }

  /** For what has no value; frameworks set properties to undefined to take them away. */
  #takeDefaults(): void {
    this.data ??= defaults.data;
    this.model ??= defaults.model;
    this.images ??= defaults.images;
    this.epochs ??= defaults.epochs;
    this.learningRate ??= defaults.learningRate;
  }

  #begin(): void {
    const trouble = this.#trouble;
    if (trouble) {
      this.#fail(trouble);
      return;
    }
    const link = startPlayground();
    this.#link = link;
    link
      .ask((engine) => engine.samples())
      .then(({ train, test }) => {
        if (link !== this.#link) return;
        this.samples = train.map(pictureOf);
        this.tests = test.map(pictureOf);
      })
      .catch((error: Error) => {
        if (link === this.#link) this.#fail(error);
      });
  }

  async #train(link: WorkerLink<PlaygroundEngine>): Promise<TrainedFigures> {
    const { epochs, learningRate } = this;
    this.#clear();
    this.planned = epochs;
    this.state = 'training';
    try {
      const listener = proxy((news: PlaygroundNews) => {
        if (link === this.#link) this.#hear(news);
      });
      const trained = await link.ask((engine) => engine.train(this.#setup, epochs, learningRate, listener));
      if (link === this.#link) this.#rest();
      return this.#told(trained);
    } catch (error) {
      // One that was removed or changed has begun anew.
      if (link === this.#link) {
        this.#rest();
        this.#fail(error as Error);
      }
      throw error;
    }
  }

  #rest(): void {
    this.state = 'idle';
    this.#training = undefined;
  }

  #changeRate(): void {
    const trouble = this.#wrongRate;
    if (trouble) {
      this.#fail(trouble);
      return;
    }
    this.error = undefined;
    this.#tellWorker((engine) => engine.setLearningRate(this.learningRate));
  }

  #told(trained: TrainedFigures): TrainedFigures {
    this.#tell('cnn-trained', trained);
    return trained;
  }

  #hear(news: PlaygroundNews): void {
    if (news.kind === 'progress') {
      this.trace = [...this.trace, news];
      return;
    }
    this.done = [...this.done, news.figures];
    this.predictions = news.predictions;
    this.#tell('cnn-epoch', news.figures);
  }

  #end(): void {
    this.#link?.end(() => new Error(messagesFor(this).removed));
    this.#link = undefined;
    this.#rest();
    this.#clear();
  }

  #clear(): void {
    this.trace = [];
    this.done = [];
    this.predictions = [];
    this.error = undefined;
  }

  #fail(error: Error): void {
    this.error = inWordsOf(this, error);
    this.#tell('cnn-error', error);
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #tellWorker(say: (engine: Remote<PlaygroundEngine>) => Promise<void>): void {
    const link = this.#link;
    link?.ask(say).catch((error: Error) => {
      if (link === this.#link) this.#fail(error);
    });
  }

  readonly #onTrain = (): void => {
    // What goes wrong is shown, and told as an event.
    void this.train().catch(() => {});
  };

  readonly #onPause = (): void => {
    if (this.state === 'paused') this.resume();
    else this.pause();
  };
}

/** A field for numbers shows nothing else. */
function inField(number: number): string {
  return Number.isNaN(number) ? '' : String(number);
}

function numberIn({ target }: Event): number {
  return (target as HTMLInputElement).valueAsNumber;
}
