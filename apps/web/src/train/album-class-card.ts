import { css, html, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { addPhoto, removeClass, removePhoto } from '../state/album-actions.js';
import type { AlbumClass } from '../state/app-state.js';
import { controls } from '../styles/controls.js';

/** Milliseconds between two photos while the button is held. */
const interval = 180;

/** A class that photos are taken of: hold the button to take some, press a photo to delete it. */
export class AlbumClassCard extends LocalizedElement {
  static override readonly properties = {
    album: { attribute: false },
    shoot: { attribute: false },
    ready: { type: Boolean },
  };

  static override readonly styles = [
    controls,
    css`
      header {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }

      header button {
        margin-left: auto;
      }

      h3 {
        overflow-wrap: anywhere;
      }

      .hold {
        width: 100%;
        touch-action: none;
        user-select: none;
        -webkit-user-select: none;
      }

      .photos {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(2.5rem, 1fr));
        gap: 4px;
        max-height: 8.5rem;
        margin-top: var(--space-2);
        overflow-y: auto;
        list-style: none;
      }

      .photos button {
        position: relative;
        display: block;
        width: 100%;
        min-height: 0;
        padding: 0;
        overflow: hidden;
        border: none;
        border-radius: 4px;
        aspect-ratio: 1;
      }

      img {
        display: block;
        width: 100%;
        height: 100%;
      }

      .photos svg {
        position: absolute;
        inset: 0;
        margin: auto;
        padding: 2px;
        border-radius: 50%;
        background: var(--surface);
        opacity: 0;
      }

      .photos button:hover svg,
      .photos button:focus-visible svg {
        opacity: 1;
      }
    `,
  ];

  declare album: AlbumClass;
  /** Takes a photo; undefined comes of it while there is no picture. */
  declare shoot: () => Promise<Blob | undefined>;
  /** Whether the camera is on. */
  declare ready: boolean;
  #held = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  protected override render(): TemplateResult {
    const { camera: m } = this.m;
    const { name, photos } = this.album;
    return html`
      <header>
        <h3>${name}</h3>
        <span class="small soft figures" role="status">${m.count(photos.length)}</span>
        <button class="icon" title=${m.removeClass(name)} aria-label=${m.removeClass(name)} @click=${this.#remove}>
          <svg viewBox="0 0 20 20" aria-hidden="true">${cross}</svg>
        </button>
      </header>
      <button
        class="hold"
        aria-label=${m.holdOf(name)}
        ?disabled=${!this.ready}
        @pointerdown=${this.#onPointer}
        @pointerup=${this.#release}
        @pointercancel=${this.#release}
        @lostpointercapture=${this.#release}
        @keydown=${this.#onKey}
        @keyup=${this.#onKeyUp}
        @blur=${this.#release}
        @click=${this.#onClick}
        @contextmenu=${(event: Event) => event.preventDefault()}
      >
        ${m.hold}
      </button>
      <ul class="photos">
        ${repeat(
          photos,
          ({ id }) => id,
          (photo, i) => html`<li>
            <button
              title=${m.removePhoto(i + 1, name)}
              aria-label=${m.removePhoto(i + 1, name)}
              @click=${() => removePhoto(name, photo)}
            >
              <img src=${photo.url} alt="" width="128" height="128" />
              <svg viewBox="0 0 20 20" aria-hidden="true">${cross}</svg>
            </button>
          </li>`,
        )}
      </ul>
    `;
  }

  async #take(): Promise<void> {
    const photo = await this.shoot();
    if (photo) await addPhoto(this.album.name, photo);
  }

  async #hold(): Promise<void> {
    if (this.#held) return;
    this.#held = true;
    while (this.#held) {
      await this.#take();
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  }

  readonly #release = (): void => {
    this.#held = false;
  };

  readonly #onPointer = (event: PointerEvent): void => {
    (event.target as Element).setPointerCapture(event.pointerId);
    void this.#hold();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    void this.#hold();
  };

  readonly #onKeyUp = (event: KeyboardEvent): void => {
    event.preventDefault();
    this.#release();
  };

  /** Of a screen reader, which neither points nor holds a key. */
  readonly #onClick = (event: MouseEvent): void => {
    if (event.detail === 0) void this.#take();
  };

  readonly #remove = (): void => {
    const { name, photos } = this.album;
    if (photos.length === 0 || confirm(this.m.camera.confirmRemove(name, photos.length))) {
      void removeClass(this.album);
    }
  };
}

const cross = svg`<path d="m5 5 10 10M15 5 5 15" />`;
