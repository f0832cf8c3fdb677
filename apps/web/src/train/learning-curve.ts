import { css, html, type PropertyValues, render, type TemplateResult, unsafeCSS } from 'lit';
import uPlot from 'uplot';
import plotStyles from 'uplot/dist/uPlot.min.css?inline';
import { LocalizedElement } from '../i18n/localized-element.js';
import { colours } from '../styles/chart.js';
import {
  type Curve,
  type Figure,
  horizon,
  type ShownRun,
  trainingCurve,
  validationCurve,
  valueNear,
} from './curves.js';

/**
 * One figure of some runs over their epochs: training as thin lines, validation as strong ones with points. Beside the
 * pointer stands what they are there.
 */
export class LearningCurve extends LocalizedElement {
  static override readonly properties = {
    figure: {},
    runs: { attribute: false },
    epochs: { type: Number },
    label: {},
    appearance: {},
  };

  static override readonly styles = [
    unsafeCSS(plotStyles),
    css`
      :host {
        position: relative;
        display: block;
        height: clamp(15rem, 16vw, 20rem);
      }

      .readout {
        position: absolute;
        top: var(--space-2);
        right: var(--space-3);
        padding: var(--space-2) var(--space-3);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--ink);
        font-size: var(--text-small);
        font-variant-numeric: tabular-nums;
        line-height: 1.5;
        pointer-events: none;
      }

      .readout.left {
        right: auto;
        left: 4rem;
      }

      .readout:empty {
        display: none;
      }

      .readout svg {
        width: 0.625rem;
        height: 0.625rem;
        margin-right: var(--space-1);
      }

      .uplot {
        font: inherit;
      }
    `,
  ];

  declare figure: Figure;
  declare runs: readonly ShownRun[];
  /** How far the axis goes at least. */
  declare epochs: number;
  /** What the chart shows, in words. */
  declare label: string;
  /** Light or dark: when it changes, colours are taken anew. */
  declare appearance: string;

  #plot: uPlot | undefined;
  #drawnAs = '';
  readonly #observer = new ResizeObserver(() => this.#plot?.setSize(this.#size));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#drawnAs = '';
  }

  protected override render(): TemplateResult {
    return html`<div role="img" aria-label=${this.label}></div>
      <div class="readout" aria-hidden="true"></div>`;
  }

  /** A new plot only for other series; otherwise new data, which is much less work. */
  protected override updated(_: PropertyValues<this>): void {
    const drawnAs = `${this.appearance} ${this.figure} ${this.runs.map(({ run, colour }) => run.id + colour)}`;
    const data = this.#data();
    if (drawnAs === this.#drawnAs) {
      this.#plot!.setData(data);
      return;
    }
    this.#drawnAs = drawnAs;
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(), data, this.renderRoot.querySelector<HTMLElement>('[role=img]')!);
  }

  get #size(): { width: number; height: number } {
    return { width: this.clientWidth, height: this.clientHeight };
  }

  /** By the pointer, without drawing the element anew, which would draw the plot anew. */
  readonly #onCursor = (plot: uPlot): void => {
    const readout = this.renderRoot.querySelector<HTMLElement>('.readout')!;
    const { left = -1 } = plot.cursor;
    readout.classList.toggle('left', left > plot.over.clientWidth / 2);
    const place = plot.posToVal(left, 'x');
    render(left < 0 || this.runs.length === 0 ? '' : this.#readout(place), readout);
  };

  #readout(place: number): TemplateResult {
    const { m, format } = this;
    const text = (value: number | undefined): string =>
      this.figure === 'loss' ? format.loss(value) : format.percent(value);
    return html`<div>${m.curves.epoch} ${place.toFixed(1)}</div>
      ${this.runs.map(({ run, colour }) => {
        const training = valueNear(trainingCurve(run, this.figure), place);
        const validation = valueNear(validationCurve(run, this.figure), place);
        return html`<div>
          <svg viewBox="0 0 10 10"><circle cx="5" cy="5" r="5" .style=${`fill: var(--series-${colour})`} /></svg>
          ${text(training)}${validation === undefined ? '' : ` · ${m.curves.validation} ${text(validation)}`}
        </div>`;
      })}`;
  }

  #data(): uPlot.AlignedData {
    const curves = this.runs.flatMap(({ run }) => [
      trainingCurve(run, this.figure),
      validationCurve(run, this.figure),
    ]);
    const tables = curves.filter(({ x }) => x.length > 0).map(({ x, y }): uPlot.AlignedData => [x, y]);
    if (tables.length === 0) return [[], ...curves.map(() => [])];
    const joined = uPlot.join(tables);
    // Curves without points have no table, but their series wants a column.
    let column = 1;
    const columns = curves.map(({ x }: Curve) =>
      x.length > 0 ? joined[column++]! : new Array<null>(joined[0].length).fill(null),
    );
    return [joined[0], ...columns];
  }

  #options(): uPlot.Options {
    const { axis, series } = colours(this);
    const isShare = this.figure !== 'loss';
    return {
      ...this.#size,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false } },
      // Half of the last number of the axis stands outside.
      padding: [10, 16, 0, 0],
      hooks: { setCursor: [this.#onCursor] },
      scales: {
        x: { time: false, range: (_, __, max) => [0, horizon(max ?? 0, this.epochs)] },
        y: { range: isShare ? [0, 1] : (_, __, max) => [0, (max ?? 2.5) * 1.05] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 30, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
        {
          ...axis,
          size: 46,
          values: (_, splits) =>
            splits.map((value) => (isShare ? `${Math.round(100 * value)} %` : String(value))),
        },
      ],
      series: [
        {},
        ...this.runs.flatMap(({ run, colour: number }): uPlot.Series[] => {
          const stroke = series[number - 1]!;
          return [
            { stroke, width: 1.25, alpha: 0.55, points: { show: false }, spanGaps: true },
            {
              stroke,
              width: 2.25,
              points: { show: arePointsApart(run.id, () => this.runs), size: 6, fill: stroke },
              spanGaps: true,
            },
          ];
        }),
      ],
    };
  }
}

/** Whether points can be told from the line through them; hundreds of them cannot, and take long to draw. */
function arePointsApart(id: string, runs: () => readonly ShownRun[]): (plot: uPlot) => boolean {
  return ({ bbox }) => {
    const epochs = runs().find(({ run }) => run.id === id)?.run.epochs.length ?? 0;
    return 8 * devicePixelRatio * epochs < bbox.width;
  };
}
