import { css, html, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { bar, barList } from '../styles/bar.js';
import { controls } from '../styles/controls.js';
import { cssColour, type pixelColour } from '../tasks/class-colours.js';

/** A score of each class, as bars in the colours of the classes. */
export class ScoreList extends LocalizedElement {
  static override readonly properties = {
    classNames: { attribute: false },
    scores: { attribute: false },
    label: {},
    colourOf: { attribute: false },
  };

  static override readonly styles = [
    controls,
    bar,
    barList,
    css`
      :host {
        display: block;
      }

      .track {
        height: 0.5rem;
      }
    `,
  ];

  declare classNames: readonly string[];
  /** From 0 to 1; NaN where there is none. */
  declare scores: readonly number[];
  /** What they are, in words. */
  declare label: string;
  declare colourOf: typeof pixelColour;

  protected override render(): TemplateResult {
    return html`<ul class="bars" aria-label=${this.label}>
      ${this.scores.map((score, label) => this.#row(score, label))}
    </ul>`;
  }

  #row(score: number, label: number): TemplateResult {
    const colour = this.colourOf(label);
    const known = Number.isNaN(score) ? undefined : score;
    const fill = colour ? `; background: ${cssColour(colour)}` : '';
    return html`<li>
      <span>${this.classNames[label]}</span>
      <span class="figures">${this.format.percent(known)}</span>
      <span class="track" aria-hidden="true"
        ><span .style=${`transform: scaleX(${known ?? 0})${fill}`}></span
      ></span>
    </li>`;
  }
}
