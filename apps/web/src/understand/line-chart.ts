import type { Chart } from '@cnn/lessons';
import { css, html, type TemplateResult, unsafeCSS } from 'lit';
import uPlot from 'uplot';
import plotStyles from 'uplot/dist/uPlot.min.css?inline';
import { LocalizedElement } from '../i18n/localized-element.js';
import { colours } from '../styles/chart.js';

/** Between the marks of an axis that counts. */
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** The lines of a lesson over their common axis. */
export class LineChart extends LocalizedElement {
  static override readonly properties = { chart: { attribute: false }, label: {} };

  static override readonly styles = [
    unsafeCSS(plotStyles),
    css`
      :host {
        display: block;
        height: 20rem;
        /* It is drawn as wide as it is, so what is drawn must not hold it open. */
        contain: inline-size;
      }
    `,
  ];

  declare chart: Chart;
  /** What the chart shows, in words. */
  declare label: string;

  readonly #theme = this.select(({ theme }) => theme);
  readonly #observer = new ResizeObserver(() => this.#plot?.setSize(this.#size));
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  #plot: uPlot | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
    this.#dark.addEventListener('change', this.#onDark);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#dark.removeEventListener('change', this.#onDark);
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  protected override render(): TemplateResult {
    // Colours follow the appearance.
    return html`<div role="img" data-theme=${this.#theme.value} aria-label=${this.label}></div>`;
  }

  protected override updated(): void {
    const { x, lines } = this.chart;
    // A logarithm has no place for 0, nor a line for what is no number.
    const drawn = (value: number): number | null =>
      Number.isFinite(value) && (value > 0 || !this.chart.y.logarithmic) ? value : null;
    this.#plot?.destroy();
    this.#plot = new uPlot(
      this.#options(),
      [[...x.values], ...lines.map(({ values }) => values.map(drawn))],
      this.renderRoot.querySelector<HTMLElement>('[role=img]')!,
    );
  }

  get #size(): { width: number; height: number } {
    return { width: this.clientWidth, height: this.clientHeight };
  }

  #options(): uPlot.Options {
    const { x, y, lines } = this.chart;
    const { axis, series } = colours(this);
    const shown = (format: Chart['y']['format']) => (_: uPlot, splits: number[]) =>
      splits.map((value) => (value === null ? '' : this.format.measured(value, format)));
    return {
      ...this.#size,
      legend: { show: false },
      cursor: { show: false },
      padding: [10, 12, 0, 0],
      scales: {
        x: { time: false, ...(x.logarithmic ? { distr: 3 as const } : {}) },
        y: y.logarithmic ? { distr: 3 as const } : {},
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 26,
          labelSize: 24,
          label: this.said(x.name),
          labelFont: axis.font,
          values: shown(x.format),
          ...(x.format === 'count' ? { incrs: wholeSteps } : {}),
        },
        {
          ...axis,
          ...(y.logarithmic ? { grid: { ...axis.grid, filter: powersOfTen } } : {}),
          size: 60,
          labelSize: 24,
          label: this.said(y.name),
          labelFont: axis.font,
          values: shown(y.format),
        },
      ],
      series: [
        {},
        ...lines.map((_, i) => ({
          stroke: series[i % series.length]!,
          width: 2,
          points: { show: x.values.length < 30 },
        })),
      ],
    };
  }

  readonly #onDark = (): void => this.requestUpdate();
}

/** The lines between them would be a haze. */
function powersOfTen(_: uPlot, splits: number[]): (number | null)[] {
  const isPower = (value: number): boolean =>
    Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-6;
  return splits.map((value) => (isPower(value) ? value : null));
}
