import { type CurveName, curveNames, curvePoint, slopeThrough } from '@cnn/lessons';
import { css, html, svg, type TemplateResult } from 'lit';
import { words } from '../../i18n/demonstration-words.js';
import { LocalizedElement } from '../../i18n/localized-element.js';
import { controls, panel } from '../../styles/controls.js';
import { demonstration } from './demonstration.js';

const m = words.slopes;

/** How far x goes to either side. */
const REACH = 6;
/** Of a plot, in units of its own. */
const plot = { width: 320, height: 180, margin: 12 };

/** What is plotted, and between which values. */
const plots = {
  value: { title: m.values, low: -1.2, high: 2.2 },
  slope: { title: m.slopes, low: -0.1, high: 1.1 },
} as const;

type Plotted = keyof typeof plots;

/** Activations and their slopes at an x that a person moves, and what many layers make of these. */
export class SlopesDemo extends LocalizedElement {
  static override readonly properties = { x: { state: true }, layers: { state: true } };

  static override readonly styles = [
    controls,
    panel,
    demonstration,
    css`
      .plots {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
        gap: var(--space-4);
        margin-bottom: var(--space-4);
      }

      .plots h3 {
        margin-bottom: var(--space-2);
      }

      .plots svg {
        display: block;
        width: 100%;
        border-radius: 6px;
        background: var(--sunken);
      }

      path {
        fill: none;
        stroke-width: 2;
      }

      .axis {
        stroke: var(--chart-grid);
        stroke-width: 1;
      }

      .here {
        stroke: var(--line-strong);
        stroke-dasharray: 3 3;
      }

      .relu {
        --colour: var(--series-1);
      }

      .sigmoid {
        --colour: var(--series-2);
      }

      .tanh {
        --colour: var(--series-3);
      }

      path {
        stroke: var(--colour);
      }

      circle {
        fill: var(--colour);
        stroke: var(--surface);
        stroke-width: 1.5;
      }

      svg text {
        fill: var(--chart-text);
        font-size: 10px;
      }

      table {
        width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }

      th,
      td {
        padding: var(--space-2) 0 var(--space-2) var(--space-3);
        border-bottom: 1px solid var(--line);
        text-align: right;
      }

      th:first-child {
        padding-left: 0;
        text-align: left;
      }

      tbody th {
        font-weight: 520;
        white-space: nowrap;
      }

      thead th {
        color: var(--ink-soft);
        font-size: var(--text-small);
        font-weight: 520;
        vertical-align: bottom;
      }

      tbody th::before {
        display: inline-block;
        width: 1rem;
        height: 3px;
        margin-right: var(--space-2);
        border-radius: 2px;
        background: var(--colour);
        content: '';
        vertical-align: middle;
      }
    `,
  ];

  declare x: number;
  declare layers: number;

  constructor() {
    super();
    this.x = 1;
    this.layers = 10;
  }

  protected override render(): TemplateResult {
    return html`<section class="panel" aria-labelledby="heading">
      <header><h2 id="heading">${this.m.study.demonstrations.slopes}</h2></header>
      <p class="about">${this.said(m.about)}</p>
      <div class="settings">
        <div>
          <output for="x">${this.x.toFixed(1).replace('-', '−')}</output><label for="x">x</label>
          <input id="x" type="range" min=${-REACH} max=${REACH} step="0.1" .value=${String(this.x)} @input=${this.#onX} />
        </div>
        <div>
          <output for="layers">${this.layers}</output><label for="layers">${this.said(m.layers)}</label>
          <input id="layers" type="range" min="1" max="50" .value=${String(this.layers)} @input=${this.#onLayers} />
        </div>
      </div>
      <div class="plots">${this.#plot('value')} ${this.#plot('slope')}</div>
      ${this.#table()}
      <p class="note soft">${this.said(m.look)}</p>
    </section>`;
  }

  #plot(what: Plotted): TemplateResult {
    const { title, low, high } = plots[what];
    const { width, height } = plot;
    const [across, up] = [placeOnX, (value: number) => placeOn(value, low, high)];
    return html`<div>
      <h3>${this.said(title)}</h3>
      <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${this.said(title)}>
        ${[0, 1].map(
          (level) => svg`<line class="axis" x1="0" x2=${width} y1=${up(level)} y2=${up(level)} />
            <text x="6" y=${up(level) - 4}>${level}</text>`,
        )}
        <line class="axis" x1=${across(0)} x2=${across(0)} y1="0" y2=${height} />
        <line class="here" x1=${across(this.x)} x2=${across(this.x)} y1="0" y2=${height} />
        ${curveNames.map((name) => svg`<path class=${name} d=${curves[what][name]} />`)}
        ${curveNames.map(
          (name) =>
            svg`<circle class=${name} cx=${across(this.x)} cy=${up(curvePoint(name, this.x)[what])} r="4.5" />`,
        )}
      </svg>
    </div>`;
  }

  #table(): TemplateResult {
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${this.said(m.function)}</th>
          <th scope="col">${this.said(m.value)}</th>
          <th scope="col">${this.said(m.slope)}</th>
          <th scope="col">${this.said(m.through(this.layers))}</th>
        </tr>
      </thead>
      <tbody>
        ${curveNames.map((name) => {
          const { value, slope } = curvePoint(name, this.x);
          return html`<tr class=${name}>
            <th scope="row">${this.said(m.names[name])}</th>
            <td>${value.toFixed(3).replace('-', '−')}</td>
            <td>${slope.toFixed(3)}</td>
            <td>${share(slopeThrough(slope, this.layers))}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  readonly #onX = (event: Event): void => {
    this.x = (event.target as HTMLInputElement).valueAsNumber;
  };

  readonly #onLayers = (event: Event): void => {
    this.layers = (event.target as HTMLInputElement).valueAsNumber;
  };
}

function placeOnX(x: number): number {
  return plot.margin + ((x + REACH) / (2 * REACH)) * (plot.width - 2 * plot.margin);
}

function placeOn(value: number, low: number, high: number): number {
  return plot.height * (1 - (value - low) / (high - low));
}

/** The lines of a plot, which never change. */
const curves = {
  value: curvesOf('value'),
  slope: curvesOf('slope'),
};

function curvesOf(what: Plotted): Readonly<Record<CurveName, string>> {
  const { low, high } = plots[what];
  const points = Array.from({ length: 481 }, (_, i) => i / 40 - REACH);
  const line = (name: CurveName): string =>
    points
      .map((x) => `${placeOnX(x).toFixed(2)},${placeOn(curvePoint(name, x)[what], low, high).toFixed(2)}`)
      .join('L');
  return { relu: `M${line('relu')}`, sigmoid: `M${line('sigmoid')}`, tanh: `M${line('tanh')}` };
}

/** Small shares by their powers of ten. */
function share(value: number): string {
  return value === 0 || value >= 0.001
    ? String(Number(value.toPrecision(3)))
    : value.toExponential(1).replace('-', '−');
}
