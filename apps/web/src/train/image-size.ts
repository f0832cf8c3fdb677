import { css, html, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls } from '../styles/controls.js';

/** Heights and widths that a person's pictures can be scaled to. */
const usualSizes: readonly number[] = [28, 32, 48, 64, 96];

/** Which of them was chosen. */
export class SizeEvent extends Event {
  readonly size: number;

  constructor(size: number) {
    super('size');
    this.size = size;
  }
}

/** Chooses what images are scaled to, or drawn in. Fires {@link SizeEvent}. */
export class ImageSize extends LocalizedElement {
  static override readonly properties = {
    size: { attribute: false },
    sizes: { attribute: false },
    disabled: { type: Boolean },
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-3);
      }

      select {
        width: 8rem;
      }
    `,
  ];

  declare size: number;
  /** Those that can be chosen. */
  declare sizes: readonly number[];
  declare disabled: boolean;

  constructor() {
    super();
    this.sizes = usualSizes;
  }

  protected override render(): TemplateResult {
    const { data: m } = this.m;
    return html`
      <label for="size">${m.size}</label>
      <select id="size" ?disabled=${this.disabled} @change=${this.#choose}>
        ${this.sizes.map(
          (size) =>
            html`<option value=${size} ?selected=${size === this.size}>${m.sizeOption(size)}</option>`,
        )}
      </select>
    `;
  }

  readonly #choose = (event: Event): void => {
    this.dispatchEvent(new SizeEvent(Number((event.target as HTMLSelectElement).value)));
  };
}
