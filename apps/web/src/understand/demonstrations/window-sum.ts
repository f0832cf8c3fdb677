import { type Filter, type GreyImage, windowSum } from '@cnn/lessons';
import { css, html, type TemplateResult } from 'lit';
import { words } from '../../i18n/demonstration-words.js';
import { LocalizedElement } from '../../i18n/localized-element.js';
import { controls } from '../../styles/controls.js';
import type { Place } from './pixel-board.js';

const m = words.convolution;

/** A step of a convolution in numbers: pixels times weights, which can be changed, and the sum of the products. */
export class WindowSum extends LocalizedElement {
  static override readonly properties = {
    image: { attribute: false },
    filter: { attribute: false },
    place: { attribute: false },
    playing: { attribute: false },
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
        margin-top: var(--space-4);
        padding-top: var(--space-4);
        border-top: 1px solid var(--line);
      }

      .equation {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-3) var(--space-4);
      }

      h3 {
        margin-bottom: var(--space-2);
        font-size: var(--text-small);
      }

      .cells {
        display: grid;
        grid-template-columns: repeat(var(--side), 3.5rem);
        gap: 3px;
      }

      .wide {
        grid-template-columns: repeat(var(--side), 3.1rem);
      }

      .cells > span,
      .cells > input {
        width: 100%;
        height: 2.25rem;
        padding: 0;
        border-radius: 5px;
        font-size: var(--text-small);
        line-height: 2.25rem;
        text-align: center;
        font-variant-numeric: tabular-nums;
      }

      .cells > span {
        background: var(--sunken);
      }

      .cells > input {
        appearance: textfield;
      }

      .cells > input::-webkit-inner-spin-button {
        display: none;
      }

      .sign {
        margin-top: 1.75rem;
        color: var(--ink-soft);
        font-size: var(--text-large);
      }

      .sum {
        min-width: 6rem;
        font-size: var(--text-figure);
        font-weight: 620;
        font-variant-numeric: tabular-nums;
        letter-spacing: -0.02em;
      }

      @media (max-width: 40rem) {
        .equation {
          display: grid;
          gap: var(--space-3);
        }

        .sign {
          display: none;
        }
      }
    `,
  ];

  declare image: GreyImage;
  declare filter: Filter;
  declare place: Place;
  /** While it plays, numbers are not read out. */
  declare playing: boolean;

  protected override render(): TemplateResult {
    const { filter, place } = this;
    const { values, products, sum } = windowSum(this.image, filter, place.row, place.column);
    return html`<div class="equation">
        ${this.#cells(m.window, values.map(shown))}
        <span class="sign" aria-hidden="true">×</span>
        <div role="group" aria-labelledby="weights">
          <h3 id="weights">${this.said(m.weights)}</h3>
          <div class="cells ${filter.size === 5 ? 'wide' : ''}" .style=${`--side: ${filter.size}`}>
            ${filter.weights.map(
              (weight, i) => html`<input
                type="number"
                step="any"
                required
                aria-label=${this.said(m.weight(Math.floor(i / filter.size) + 1, (i % filter.size) + 1))}
                .value=${String(Number(weight.toFixed(3)))}
                @change=${(event: Event) => this.#take(event, i)}
              />`,
            )}
          </div>
        </div>
        <span class="sign" aria-hidden="true">=</span>
        ${this.#cells(m.products, products.map(shown))}
        <div>
          <h3>${this.said(m.sum)}</h3>
          <p class="sum">${shown(sum)}</p>
        </div>
      </div>
      <p class="visually-hidden" aria-live=${this.playing ? 'off' : 'polite'}>
        ${this.said(m.at(place.row + 1, place.column + 1, shown(sum)))}
      </p>`;
  }

  #cells(title: (typeof m)['window'], numbers: readonly string[]): TemplateResult {
    const { size } = this.filter;
    return html`<div>
      <h3>${this.said(title)}</h3>
      <div class="cells ${size === 5 ? 'wide' : ''}" .style=${`--side: ${size}`}>
        ${numbers.map((number) => html`<span>${number}</span>`)}
      </div>
    </div>`;
  }

  /** Only numbers are taken; the field shows that the rest are none. */
  #take(event: Event, place: number): void {
    const input = event.target as HTMLInputElement;
    if (!input.reportValidity()) return;
    const weights = this.filter.weights.map((weight, i) => (i === place ? input.valueAsNumber : weight));
    this.dispatchEvent(new CustomEvent<readonly number[]>('weights', { detail: weights }));
  }
}

/** Two decimals, with the sign that a person reads as minus. */
function shown(value: number): string {
  return (Math.abs(value) < 0.005 ? 0 : value).toFixed(2).replace('-', '−');
}
