import { css } from 'lit';

/** How a playground looks, besides the theme. */
export const playgroundStyle = css`
  .base {
    display: grid;
    gap: 1rem;
    padding: 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .controls,
  .samples {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5rem 0.75rem;
  }

  .samples {
    align-items: start;
  }

  label,
  figcaption {
    color: var(--ink-soft);
  }

  label {
    display: grid;
  }

  input {
    width: 7rem;
    min-height: 2.375rem;
    box-sizing: border-box;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: none;
    color: var(--ink);
    font: inherit;
  }

  figure {
    margin: 0;
  }

  .samples figure {
    width: 4.5rem;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }

  canvas {
    display: block;
    width: 4.5rem;
    height: 4.5rem;
    image-rendering: pixelated;
  }

  .curves {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
    gap: 1rem;
  }

  .plot {
    display: grid;
    grid-template-columns: 2.75rem auto 1fr;
    grid-template-rows: 8rem auto;
    gap: 0 0.375rem;
    color: var(--ink-soft);
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
  }

  .plot span:first-child {
    text-align: end;
  }

  /* The origin, and the last epoch at the right edge. */
  .plot span:nth-of-type(2) {
    grid-column: 2;
  }

  .plot span:nth-of-type(3) {
    text-align: end;
  }

  .curve {
    display: block;
    grid-column: 2 / 4;
    width: 100%;
    height: 100%;
    box-sizing: border-box;
    border-block-end: 1px solid var(--line);
    border-inline-start: 1px solid var(--line);
  }

  polyline {
    fill: none;
    stroke: var(--accent);
    vector-effect: non-scaling-stroke;
  }

  .test {
    stroke-width: 3;
  }

  .status {
    font-variant-numeric: tabular-nums;
  }

  .wrong {
    color: var(--danger);
  }
`;
