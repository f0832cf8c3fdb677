import type { Chart, Exhibit, Gallery, Table } from '@cnn/lessons';
import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { imageFrom, showPicture } from '../look/picture.js';
import { controls, panel } from '../styles/controls.js';

/** How many lines can be told apart. */
const colours = 6;

/** What a lesson measured: a table, a chart or pictures, with what to look at. */
export class ExhibitFigure extends LocalizedElement {
  static override readonly properties = { exhibit: { attribute: false } };

  static override readonly styles = [
    controls,
    panel,
    css`
      .look {
        max-width: 78ch;
        margin-top: var(--space-4);
        color: var(--ink-soft);
      }

      /* So that a wide table scrolls within it. */
      :host {
        min-width: 0;
      }

      .scroll {
        overflow-x: auto;
      }

      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }

      th,
      td {
        padding: var(--space-2) var(--space-4) var(--space-2) 0;
        border-bottom: 1px solid var(--line);
        text-align: left;
      }

      th:last-child,
      td:last-child {
        padding-right: 0;
      }

      thead th {
        color: var(--ink-soft);
        font-size: var(--text-small);
        font-weight: 520;
      }

      .number {
        text-align: right;
      }

      tbody th {
        font-weight: 400;
      }

      .key {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1) var(--space-4);
        margin-bottom: var(--space-3);
        list-style: none;
      }

      .key li {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }

      .key span {
        width: 1.25rem;
        height: 3px;
        border-radius: 2px;
        background: var(--colour);
      }

      .pictures {
        display: grid;
        /* At most eight in a row, so that filters after learning are below those before. */
        grid-template-columns: repeat(auto-fill, minmax(max(5.5rem, (100% - 7 * var(--space-3)) / 8), 1fr));
        gap: var(--space-3);
        max-width: 56rem;
      }

      figure {
        margin: 0;
      }

      canvas {
        display: block;
        width: 100%;
        border-radius: 4px;
        image-rendering: pixelated;
      }

      figcaption {
        margin-top: var(--space-1);
      }
    `,
  ];

  declare exhibit: Exhibit;

  protected override render(): TemplateResult {
    const { title, look } = this.exhibit;
    return html`<div class="panel">
      <header><h2>${this.said(title)}</h2></header>
      ${this.#content()}
      <p class="look">${this.said(look)}</p>
    </div>`;
  }

  #content(): TemplateResult {
    const { exhibit } = this;
    if (exhibit.kind === 'table') return this.#table(exhibit);
    return exhibit.kind === 'chart' ? this.#chart(exhibit) : this.#gallery(exhibit);
  }

  #table({ columns, rows, title }: Table): TemplateResult {
    const isNumber = rows[0]?.map((cell) => typeof cell === 'number') ?? [];
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${this.said(title)}>
      <table>
        <thead>
          <tr>
            ${columns.map(
              ({ name }, i) =>
                html`<th scope="col" class=${isNumber[i] ? 'number' : ''}>${this.said(name)}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>
              ${row.map((cell, i) =>
                typeof cell === 'number'
                  ? html`<td class="number">${this.format.measured(cell, columns[i]!.format ?? 'count')}</td>`
                  : html`<th scope="row">${this.said(cell)}</th>`,
              )}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #chart(chart: Chart): TemplateResult {
    const names = chart.lines.map(({ name }) => this.said(name));
    return html`
      <ul class="key small">
        ${names.map(
          (name, i) => html`<li>
            <span .style=${`--colour: var(--series-${(i % colours) + 1})`}></span>${name}
          </li>`,
        )}
      </ul>
      <line-chart .chart=${chart} .label=${`${this.said(chart.title)}: ${names.join(', ')}`}></line-chart>
    `;
  }

  #gallery({ pictures }: Gallery): TemplateResult {
    return html`<div class="pictures">
      ${pictures.map(
        ({ name }) => html`<figure>
          <canvas></canvas>
          <figcaption class="small soft">${this.said(name)}</figcaption>
        </figure>`,
      )}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('exhibit') || this.exhibit.kind !== 'gallery') return;
    const canvases = this.renderRoot.querySelectorAll('canvas');
    for (const [i, { height, width, pixels }] of this.exhibit.pictures.entries()) {
      const bytes = Uint8Array.from(pixels, (value) => Math.round(255 * value));
      showPicture(canvases[i]!, imageFrom(bytes, height, width, 1));
    }
  }
}
