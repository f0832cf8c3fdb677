import { css } from 'lit';

/** Pictures of an answer in a row, and beside them what it says of each class, at least `--beside` wide. */
export const answerStyles = css`
  .content {
    display: grid;
    grid-template-columns: minmax(0, 46rem) minmax(var(--beside, 13rem), 1fr);
    gap: var(--space-5);
  }

  .pictures {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    align-content: start;
    gap: var(--space-4);
  }

  figure {
    margin: 0;
  }

  canvas {
    display: block;
    width: 100%;
    aspect-ratio: 1;
    border-radius: var(--radius);
    background: var(--sunken);
    image-rendering: pixelated;
  }

  figcaption {
    margin-top: var(--space-2);
  }

  figcaption strong {
    display: block;
    font-weight: 600;
  }

  .beside {
    display: grid;
    align-content: start;
    gap: var(--space-4);
  }

  input[type='range'] {
    display: block;
    width: 100%;
    height: 2rem;
    margin: 0;
    accent-color: var(--accent);
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--text-small);
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: var(--space-1) 0 var(--space-1) var(--space-3);
    border-bottom: 1px solid var(--line);
    font-weight: 400;
    text-align: right;
  }

  thead th {
    color: var(--ink-soft);
  }

  th:first-child {
    padding-left: 0;
    text-align: left;
  }

  .swatch {
    display: inline-block;
    width: 0.75rem;
    height: 0.75rem;
    margin-right: var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: 3px;
    vertical-align: -0.08em;
  }

  @media (max-width: 80rem) {
    .content {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  @media (max-width: 40rem) {
    .pictures {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;
