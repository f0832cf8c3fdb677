import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Answer, Picture } from '../engine/protocol/look.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { forgetPicture, lookAtPicture } from '../state/look-actions.js';
import { controls } from '../styles/controls.js';
import type { CameraView } from '../train/camera-view.js';
import type { DrawingPad, DrawnEvent } from './drawing-pad.js';

/** In shares of the side: MNIST's digits are written with strokes of a tenth or so. */
const widths = { least: 0.02, most: 0.3, usual: 0.09 };

/** A picture of a person's own to look at: drawn, chosen, dropped, pasted or photographed. */
export class OwnPicture extends LocalizedElement {
  static override readonly properties = {
    imageShape: { attribute: false },
    classNames: { attribute: false },
    penWidth: { state: true },
    penColour: { state: true },
    ground: { state: true },
    cameraOn: { state: true },
    over: { state: true },
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }

      .pad {
        position: relative;
        border: 1px solid var(--line-strong);
        border-radius: calc(var(--radius) + 1px);
      }

      .pad.over {
        border-color: var(--accent);
        box-shadow: 0 0 0 3px var(--accent-wash);
      }

      .pad p {
        position: absolute;
        inset: auto 0 var(--space-4);
        color: #ffffff;
        text-align: center;
        text-shadow: 0 0 4px #000000;
        pointer-events: none;
      }

      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--space-3);
      }

      .tools label {
        margin-bottom: var(--space-1);
      }

      .width {
        flex: 1 1 6rem;
      }

      input[type='range'] {
        display: block;
        width: 100%;
        height: 2rem;
        margin: 0;
        accent-color: var(--accent);
      }

      .colour {
        width: 3rem !important;
        padding: 0.2rem !important;
        height: 2rem !important;
      }

      .changes {
        display: flex;
        gap: var(--space-2);
      }

      button {
        min-height: 2rem;
        padding: 0 var(--space-3);
        font-size: var(--text-small);
      }

      .changes button {
        flex: 1;
      }

      .answer {
        display: flex;
        justify-content: space-between;
        font-weight: 600;
      }

      /* Where there is room, it stands beside the drawing with all others. */
      @media (min-width: 60rem) {
        .answer {
          display: none;
        }
      }

      .sources {
        display: grid;
        gap: var(--space-2);
        padding-top: var(--space-4);
        border-top: 1px solid var(--line);
      }

      camera-view {
        justify-items: stretch;
        --control: 2rem;
        font-size: var(--text-small);
      }
    `,
  ];

  /** Of the images that the model takes, `[height, width, channels]`. */
  declare imageShape: readonly [number, number, number];
  /** In shares of the side. */
  declare penWidth: number;
  declare penColour: string;
  declare ground: string;
  declare cameraOn: boolean;
  /** Whether something is held over it that may be dropped. */
  declare over: boolean;
  declare classNames: readonly string[];
  readonly #picture = this.select(({ look }) => look.picture);
  readonly #report = this.select(({ look }) => look.report);

  constructor() {
    super();
    this.penWidth = widths.usual;
    this.penColour = '#ffffff';
    this.ground = '#000000';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('paste', this.#onPaste);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('paste', this.#onPaste);
  }

  protected override render(): TemplateResult {
    const { own: m } = this.m.look;
    const [height, width] = this.imageShape;
    return html`
      <div
        class="pad ${this.over ? 'over' : ''}"
        @dragover=${this.#onDragOver}
        @dragleave=${() => (this.over = false)}
        @drop=${this.#onDrop}
      >
        <drawing-pad
          label=${m.pad}
          height=${height}
          width=${width}
          ground=${this.ground}
          .pen=${{ colour: this.penColour, width: this.penWidth }}
          @drawn=${({ drawing }: DrawnEvent) => lookAtPicture(drawing)}
        ></drawing-pad>
        ${this.#picture.value ? nothing : html`<p class="small">${m.hint}</p>`}
      </div>
      ${this.#report.value ? this.#answer(this.#report.value.answer) : nothing} ${this.#tools()}
      <div class="sources">
        <p class="small soft">${m.others}</p>
        <button @click=${() => this.#input.click()}>${m.file}</button>
        <input type="file" accept="image/*" hidden aria-label=${m.file} @change=${this.#onPicked} />
        <camera-view @change=${this.#onCamera}></camera-view>
        ${this.cameraOn ? html`<button class="primary" @click=${this.#shoot}>${m.shoot}</button>` : nothing}
      </div>
    `;
  }

  #tools(): TemplateResult {
    const { own: m } = this.m.look;
    return html`<div class="tools">
      <div class="width">
        <label for="width">${m.pen}</label>
        <input
          id="width"
          type="range"
          min=${widths.least}
          max=${widths.most}
          step="0.01"
          .value=${String(this.penWidth)}
          @input=${(event: Event) => (this.penWidth = Number(chosen(event)))}
        />
      </div>
      ${this.imageShape[2] === 3 ? this.#colours() : nothing}
    </div>
    <div class="changes">
      <button ?disabled=${!this.#picture.value} @click=${this.#undo}>${m.undo}</button>
      <button ?disabled=${!this.#picture.value} @click=${this.#clear}>${m.clear}</button>
    </div>`;
  }

  /** The class that is found most probable. */
  #answer(answer: Answer): TemplateResult | typeof nothing {
    if (answer.task !== 'classification') return nothing;
    const most = Math.max(...answer.probabilities);
    const name = this.classNames[answer.probabilities.indexOf(most)]!;
    return html`<p class="answer"><span>${name}</span><span class="figures">${this.format.percent(most)}</span></p>`;
  }

  #colours(): TemplateResult {
    const { own: m } = this.m.look;
    const field = (id: 'penColour' | 'ground', label: string): TemplateResult => html`<div>
      <label for=${id}>${label}</label>
      <input
        class="colour"
        id=${id}
        type="color"
        .value=${this[id]}
        @input=${(event: Event) => (this[id] = chosen(event))}
      />
    </div>`;
    return html`${field('penColour', m.colour)} ${field('ground', m.ground)}`;
  }

  /** What was looked at before is still to be seen. */
  protected override async firstUpdated(_: PropertyValues<this>): Promise<void> {
    const picture = this.#picture.value;
    await this.#pad.updateComplete;
    if (picture) await this.#pad.show(picture);
  }

  get #pad(): DrawingPad {
    return this.renderRoot.querySelector<DrawingPad>('drawing-pad')!;
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')!;
  }

  get #camera(): CameraView {
    return this.renderRoot.querySelector<CameraView>('camera-view')!;
  }

  async #take(picture: Picture | undefined): Promise<void> {
    if (!picture) return;
    await Promise.all([this.#pad.show(picture), lookAtPicture(picture)]);
  }

  readonly #undo = (): void => {
    this.#pad.undo();
    if (this.#pad.empty) void forgetPicture();
  };

  readonly #clear = (): void => {
    this.#pad.clear();
    void forgetPicture();
  };

  readonly #onCamera = (): void => {
    this.cameraOn = this.#camera.stream !== undefined;
  };

  readonly #shoot = async (): Promise<void> => {
    await this.#take(await this.#camera.shoot());
    this.#camera.turnOff();
  };

  readonly #onPicked = (): void => {
    void this.#take(this.#input.files?.[0]);
    // So that the same file can be picked again.
    this.#input.value = '';
  };

  readonly #onDragOver = (event: DragEvent): void => {
    event.preventDefault();
    this.over = true;
  };

  readonly #onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.over = false;
    void this.#take(event.dataTransfer?.files[0]);
  };

  readonly #onPaste = (event: ClipboardEvent): void => {
    const image = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
    if (!image) return;
    event.preventDefault();
    void this.#take(image);
  };
}

function chosen({ target }: Event): string {
  return (target as HTMLInputElement).value;
}
