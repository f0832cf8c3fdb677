import { css, html, nothing, type TemplateResult } from 'lit';
import type { GradientFigures } from '../engine/protocol/training.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { watchGradients } from '../state/gradient-actions.js';
import { controls, panel } from '../styles/controls.js';
import { chevron, fold } from '../styles/fold.js';

/** How steep the loss is for each layer of the network that learns, measured while one looks. */
export class GradientsPanel extends LocalizedElement {
  static override readonly styles = [
    controls,
    panel,
    fold,
    css`
      details.fold > summary {
        padding: 0;
        border: none;
      }

      details.fold:last-child:not([open]) {
        margin-bottom: 0;
      }

      summary span {
        color: var(--ink-soft);
        font-weight: 450;
      }

      .content {
        display: grid;
        gap: var(--space-3);
        margin-top: var(--space-4);
      }

      .chart {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 var(--space-2);
      }

      .scale {
        position: relative;
        width: 2.75rem;
        color: var(--chart-text);
        font-size: 0.75rem;
      }

      .scale span {
        position: absolute;
        right: 0;
        translate: 0 50%;
        white-space: nowrap;
      }

      .bars {
        position: relative;
        display: flex;
        align-items: flex-end;
        justify-content: space-between;
        gap: clamp(1px, 0.5%, 6px);
        height: 11rem;
      }

      .line {
        position: absolute;
        left: 0;
        right: 0;
        border-top: 1px solid var(--chart-grid);
      }

      .bar {
        position: relative;
        flex: 1;
        height: 100%;
        min-width: 0;
        max-width: 5rem;
      }

      .now,
      .first {
        position: absolute;
        bottom: 0;
        left: 0;
        right: 0;
      }

      .now {
        border-radius: 3px 3px 0 0;
        background: var(--accent);
        transition: height 200ms;
      }

      .first {
        border-top: 2px solid var(--series-2);
      }

      .ends {
        display: flex;
        grid-column: 2;
        justify-content: space-between;
        gap: var(--space-3);
        margin-top: var(--space-1);
      }

      .key {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1) var(--space-4);
      }

      .key span::before {
        content: '';
        display: inline-block;
        width: 0.875rem;
        height: 0.625rem;
        margin-right: var(--space-2);
        border-radius: 2px;
        background: var(--accent);
      }

      .key .before::before {
        height: 2px;
        margin-bottom: 0.25rem;
        background: var(--series-2);
      }

      .about {
        max-width: 78ch;
      }
    `,
  ];

  readonly #watch = this.select(({ gradients }) => gradients);
  readonly #active = this.select(({ activity }) => activity !== undefined);

  protected override render(): TemplateResult {
    const { gradients: m } = this.m;
    const { open } = this.#watch.value;
    return html`<section class="panel" aria-labelledby="heading">
      <details class="fold" ?open=${open} @toggle=${this.#onToggle}>
        <summary><h2 id="heading">${m.heading}</h2>${chevron}</summary>
        <div class="content">${open ? this.#content() : nothing}</div>
      </details>
    </section>`;
  }

  #content(): TemplateResult {
    const { gradients: m } = this.m;
    const { figures, first, roomless } = this.#watch.value;
    if (roomless) return html`<p class="small soft">${m.roomless}</p>`;
    return html`${figures && first ? this.#chart(figures, first) : html`<p class="small soft">${this.#active.value ? m.measuring : m.empty}</p>`}
      <p class="about small soft">${m.about}</p>`;
  }

  #chart(figures: GradientFigures, first: GradientFigures): TemplateResult {
    const { gradients: g } = this.m;
    const moment = ({ at }: GradientFigures): string => this.format.decimal(at, at < 1 ? 3 : 2);
    const { low, high } = decadesOf([...figures.layers, ...first.layers].map(({ norm }) => norm));
    const heightOf = (norm: number): number =>
      norm > 0 ? Math.max(0, (100 * (Math.log10(norm) - low)) / (high - low)) : 0;
    const shown = ({ name, norm }: GradientFigures['layers'][number]): string =>
      `${name} ${norm.toExponential(1)}`;
    const step = Math.ceil((high - low) / 5);
    const decades = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
    return html`<p class="key small soft">
        <span>${g.now(moment(figures))}</span><span class="before">${g.before(moment(first))}</span>
      </p>
      <div class="chart">
        <div class="scale" aria-hidden="true">
          ${decades.map((decade) => html`<span .style=${`bottom: ${heightOf(10 ** decade)}%`}>${power(decade)}</span>`)}
        </div>
        <div class="bars" role="img" aria-label=${g.describe(figures.layers.map(shown).join(', '))}>
          ${decades.map((decade) => html`<i class="line" .style=${`bottom: ${heightOf(10 ** decade)}%`}></i>`)}
          ${figures.layers.map(
            (layer, i) => html`<span class="bar" title=${shown(layer)}>
              <span class="now" .style=${`height: ${heightOf(layer.norm)}%`}></span>
              <span class="first" .style=${`bottom: ${heightOf(first.layers[i]?.norm ?? 0)}%`}></span>
            </span>`,
          )}
        </div>
        <p class="ends small soft">
          <span>${figures.layers[0]!.name}</span><span>${figures.layers.at(-1)!.name}</span>
        </p>
      </div>`;
  }

  readonly #onToggle = (event: ToggleEvent): void => watchGradients(event.newState === 'open');
}

/** The powers of ten that all norms lie between; three of them at least, so that small changes look small. */
function decadesOf(norms: readonly number[]): { low: number; high: number } {
  const logarithms = norms.filter((norm) => norm > 0 && Number.isFinite(norm)).map(Math.log10);
  const high = logarithms.length > 0 ? Math.ceil(Math.max(...logarithms)) : 0;
  const low = logarithms.length > 0 ? Math.floor(Math.min(...logarithms)) : 0;
  return { low: Math.min(low, high - 3), high };
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻³`. */
function power(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}
