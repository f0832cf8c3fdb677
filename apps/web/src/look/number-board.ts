import { css, html, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls } from '../styles/controls.js';

/** Cells of wider boards have no room for numbers; colours alone are shown. */
const mostNumbered = 5;

/** The numbers of a window, each on a ground as strong as it is large: one colour above 0, another below. */
export class NumberBoard extends LocalizedElement {
  static override readonly properties = {
    numbers: { attribute: false },
    width: { attribute: false },
    marked: { attribute: false },
    label: {},
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }

      .cells {
        display: grid;
        grid-template-columns: repeat(var(--width), minmax(0, 1fr));
        gap: 2px;
        font-size: clamp(0.5rem, calc(30cqw / var(--width)), 0.8125rem);
        font-variant-numeric: tabular-nums;
        line-height: 1;
      }

      .dense {
        gap: 1px;
      }

      span {
        display: grid;
        place-items: center;
        aspect-ratio: 1.25;
        border-radius: 3px;
        background: color-mix(in oklab, var(--tone) var(--share), var(--sunken));
      }

      .dense span {
        aspect-ratio: 1;
        border-radius: 1px;
      }

      .above {
        --tone: var(--series-1);
      }

      .below {
        --tone: var(--series-2);
      }

      .marked {
        box-shadow: inset 0 0 0 2px var(--ink);
        font-weight: 620;
      }
    `,
  ];

  /** Row by row. */
  declare numbers: readonly number[];
  declare width: number;
  /** Which of them is to be seen first. */
  declare marked: number | undefined;
  /** What they are, in words. */
  declare label: string;

  protected override render(): TemplateResult {
    const { format, marked, numbers, width } = this;
    const most = numbers.reduce((largest, number) => Math.max(largest, Math.abs(number)), 0);
    const dense = width > mostNumbered;
    const spoken =
      numbers.length > mostNumbered ** 2 ? '' : numbers.map((each) => format.decimal(each, 2)).join(', ');
    return html`<div
      class="cells ${dense ? 'dense' : ''}"
      role="img"
      aria-label=${spoken === '' ? this.label : `${this.label}: ${spoken}`}
      .style=${`--width: ${width}`}
    >
      ${numbers.map((number, i) => {
        const strength = most === 0 ? 0 : ((dense ? 100 : 38) * Math.abs(number)) / most;
        return html`<span
          class="${number < 0 ? 'below' : 'above'} ${i === marked ? 'marked' : ''}"
          title=${format.decimal(number, 6)}
          .style=${`--share: ${strength.toFixed(1)}%`}
          >${dense ? '' : format.decimal(number, 2)}</span
        >`;
      })}
    </div>`;
  }
}
