import { css, html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { addClass, readAlbum } from '../state/album-actions.js';
import { openPhotos } from '../state/data-actions.js';
import { controls } from '../styles/controls.js';
import type { CameraView } from './camera-view.js';
import type { SizeEvent } from './image-size.js';

/** How many classes, and photos of each, make a data set. */
const least = { classes: 2, photos: 2 };

/** Photos that are taken here, class by class, and become a data set. */
export class CameraAlbum extends LocalizedElement {
  static override readonly properties = { on: { state: true }, size: { state: true } };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }

      form {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: end;
        gap: var(--space-2);
      }

      form label {
        margin-bottom: var(--space-1);
      }
    `,
  ];

  /** Whether the camera is on. */
  declare on: boolean;
  /** Height and width that photos are scaled to. */
  declare size: number;
  readonly #album = this.select(({ album }) => album);

  constructor() {
    super();
    this.size = 48;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void readAlbum();
  }

  protected override render(): TemplateResult {
    const { camera: m } = this.m;
    const album = this.#album.value ?? [];
    const full = album.filter(({ photos }) => photos.length >= least.photos).length >= least.classes;
    const whole = full && album.every(({ photos }) => photos.length !== 1);
    return html`
      <p class="small soft">${m.about}</p>
      <camera-view @change=${this.#onCamera}></camera-view>
      ${repeat(
        album,
        ({ name }) => name,
        (each) => html`<album-class-card
          .album=${each}
          .shoot=${() => this.#camera.shoot()}
          ?ready=${this.on}
        ></album-class-card>`,
      )}
      <form @submit=${this.#add}>
        <div>
          <label for="name">${m.className}</label>
          <input id="name" name="name" required maxlength="40" placeholder=${m.classHint} autocomplete="off" />
        </div>
        <button>${m.addClass}</button>
      </form>
      <image-size .size=${this.size} @size=${({ size }: SizeEvent) => (this.size = size)}></image-size>
      <button class="primary" ?disabled=${!whole} @click=${() => openPhotos(this.size)}>${m.use}</button>
      ${whole ? '' : html`<p class="small soft">${m.missing}</p>`}
    `;
  }

  get #camera(): CameraView {
    return this.renderRoot.querySelector<CameraView>('camera-view')!;
  }

  readonly #onCamera = (): void => {
    this.on = this.#camera.stream !== undefined;
  };

  readonly #add = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const name = (new FormData(form).get('name') as string).trim();
    if (name) addClass(name);
    form.reset();
  };
}
