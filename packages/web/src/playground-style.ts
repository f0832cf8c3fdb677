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

  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5rem 0.75rem;
  }

  /* Five in a row, or as many as leave room for the longest name. */
  .samples {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(max(5.5rem, (100% - 4 * 0.75rem) / 5), 1fr));
    gap: 0.75rem;
    max-width: 40rem;
  }

  label,
  figcaption {
    color: var(--ink-soft);
  }

  label {
    display: grid;
    gap: 0.25rem;
  }

  figcaption {
    margin-block-end: 0.375rem;
  }

  input {
    width: 7rem;
    min-height: 2.375rem;
    box-sizing: border-box;
    padding: 0 0.625rem;
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
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }

  canvas {
    display: block;
    width: 100%;
    aspect-ratio: 1;
    margin-block-end: 0.25rem;
    border-radius: calc(var(--radius) / 2);
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
