import { css, html, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls } from '../styles/controls.js';

/** Heights and widths that a person's pictures can be scaled to. */
const sizes = [28, 32, 48, 64, 96];

/** Which of them was chosen. */
export class SizeEvent extends Event {
  readonly size: number;

  constructor(size: number) {
    super('size');
    this.size = size;
  }
}

/** Chooses what a person's pictures are scaled to. Fires {@link SizeEvent}. */
export class ImageSize extends LocalizedElement {
  static override readonly properties = { size: { attribute: false } };

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

  protected override render(): TemplateResult {
    const { data: m } = this.m;
    return html`
      <label for="size">${m.size}</label>
      <select id="size" @change=${this.#choose}>
        ${sizes.map(
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
