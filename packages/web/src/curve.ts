import { html, svg, type TemplateResult } from 'lit';

/** Where a curve goes through: epochs that are done, and the figure there. */
export type CurvePoint = readonly [at: number, value: number];

/**
 * Figures over epochs, training as a thin line and the test as a strong one.
 * @param label what it shows, in words
 */
export function curve(
  label: string,
  training: readonly CurvePoint[],
  test: readonly CurvePoint[],
  epochs: number,
  top: number,
): TemplateResult {
  const path = (points: readonly CurvePoint[]): string =>
    points
      .map(([at, value]) => `${(100 * at) / epochs},${100 - (100 * Math.min(value, top)) / top}`)
      .join(' ');
  return html`<svg part="curve" class="curve" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label=${label}>
    ${svg`<polyline class="training" points=${path(training)} /><polyline class="test" points=${path(test)} />`}
  </svg>`;
}
