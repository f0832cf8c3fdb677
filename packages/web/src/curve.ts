import { html, svg, type TemplateResult } from 'lit';

/** Where a curve goes through: epochs that are done, and the figure there. */
export type CurvePoint = readonly [at: number, value: number];

interface Curve {
  /** What it shows, in words. */
  readonly label: string;
  readonly training: readonly CurvePoint[];
  readonly test: readonly CurvePoint[];
  /** At the right edge. */
  readonly epochs: number;
  /** The figure at the upper edge, and how it is written there. */
  readonly top: number;
  readonly topText: string;
}

/** Figures over epochs, training as a thin line and the test as a strong one, between axes with their ends. */
export function curve({ label, training, test, epochs, top, topText }: Curve): TemplateResult {
  const path = (points: readonly CurvePoint[]): string =>
    points
      .map(([at, value]) => `${(100 * at) / epochs},${100 - (100 * Math.min(value, top)) / top}`)
      .join(' ');
  return html`<div class="plot">
    <span aria-hidden="true">${topText}</span>
    <svg part="curve" class="curve" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label=${label}>
      ${svg`<polyline class="training" points=${path(training)} /><polyline class="test" points=${path(test)} />`}
    </svg>
    <span aria-hidden="true">0</span>
    <span aria-hidden="true">${epochs}</span>
  </div>`;
}
