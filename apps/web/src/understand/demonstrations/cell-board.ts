import { css, html, type TemplateResult } from 'lit';
import { LocalizedElement } from '../../i18n/localized-element.js';
import { stepOf } from '../../look/grid-step.js';
import { controls } from '../../styles/controls.js';
import type { Place } from './pixel-board.js';

/** The cells of a square, with zeros around it where there is padding, and those of a window marked. */
export class CellBoard extends LocalizedElement {
  static override readonly properties = {
    size: { attribute: false },
    zeros: { attribute: false },
    rows: { attribute: false },
    columns: { attribute: false },
    unseen: { attribute: false },
    movable: { type: Boolean },
    label: {},
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
        max-width: 24rem;
      }

      .cells {
        display: grid;
        grid-template-columns: repeat(var(--side), minmax(0, 1fr));
        gap: 2px;
        border-radius: 4px;
      }

      .cells > span {
        display: grid;
        place-items: center;
        aspect-ratio: 1;
        border: 1px solid var(--line-strong);
        border-radius: 3px;
        background: var(--surface);
        color: var(--ink-soft);
        font-size: 0.6875rem;
        line-height: 1;
      }

      .movable > span {
        cursor: crosshair;
      }

      .cells > .zero {
        border-style: dashed;
        background: var(--sunken);
      }

      .cells > .unseen {
        border-color: var(--line);
        background: repeating-linear-gradient(45deg, var(--line) 0 2px, transparent 2px 6px);
      }

      .cells > .window {
        border-color: var(--accent);
        background: var(--accent);
        color: var(--on-accent);
      }

      .cells > .window.zero {
        background: var(--accent-wash);
        color: var(--accent);
      }
    `,
  ];

  declare size: number;
  /** How many rows and columns of zeros lie before and after. */
  declare zeros: readonly [before: number, after: number];
  /** Rows and columns of the window. */
  declare rows: readonly number[];
  declare columns: readonly number[];
  /** Rows and columns that no window sees. */
  declare unseen: readonly number[];
  /** Whether a person can choose a cell; the element then tells of `place`. */
  declare movable: boolean;
  /** What it is, in words. */
  declare label: string;

  constructor() {
    super();
    this.zeros = [0, 0];
    this.unseen = [];
  }

  protected override render(): TemplateResult {
    const [before, after] = this.zeros;
    const side = before + this.size + after;
    const places = Array.from({ length: side }, (_, i) => i - before);
    const cells = places.map((row) => places.map((column) => this.#cell(row, column)));
    const style = `--side: ${side}`;
    if (!this.movable)
      return html`<div class="cells" role="img" aria-label=${this.label} .style=${style}>${cells}</div>`;
    return html`<div
      class="cells movable"
      role="application"
      tabindex="0"
      aria-label=${this.label}
      .style=${style}
      @keydown=${this.#step}
    >
      ${cells}
    </div>`;
  }

  #cell(row: number, column: number): TemplateResult {
    const inside = (at: number): boolean => at >= 0 && at < this.size;
    const zero = !inside(row) || !inside(column);
    const window = this.rows.includes(row) && this.columns.includes(column);
    const unseen = this.unseen.includes(row) || this.unseen.includes(column);
    const move = this.movable ? () => this.#move(row, column) : undefined;
    return html`<span
      class="${zero ? 'zero' : ''} ${window ? 'window' : ''} ${unseen && !zero ? 'unseen' : ''}"
      @pointerenter=${move}
      @pointerdown=${move}
      >${zero ? 0 : ''}</span
    >`;
  }

  readonly #step = (event: KeyboardEvent): void => {
    const next = stepOf(event.key, { row: this.rows[0]!, column: this.columns[0]! }, this.size - 1);
    if (!next) return;
    event.preventDefault();
    this.#move(next.row, next.column);
  };

  #move(row: number, column: number): void {
    this.dispatchEvent(new CustomEvent<Place>('place', { detail: { row, column } }));
  }
}
