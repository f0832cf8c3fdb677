import { css } from 'lit';

/** How a classifier looks, besides the theme. */
export const classifierStyle = css`
  .base {
    display: grid;
    gap: 1rem;
    padding: 1rem;
    border: 1.5px dashed var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .base.over {
    border-color: var(--accent);
  }

  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    color: var(--ink-soft);
  }

  .picture {
    display: block;
    max-width: 100%;
    /* Small pictures are shown larger. */
    min-height: 6rem;
    max-height: 16rem;
    border-radius: var(--radius);
  }

  ol {
    display: grid;
    gap: 0.75rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0.125rem 0.75rem;
  }

  li:first-child {
    font-weight: 600;
  }

  .probability {
    font-variant-numeric: tabular-nums;
  }

  .track {
    grid-column: 1 / -1;
    height: 0.375rem;
    overflow: hidden;
    border-radius: 1rem;
    background: var(--track);
  }

  .bar {
    display: block;
    height: 100%;
    background: var(--line);
    transform-origin: left;
  }

  li:first-child .bar {
    background: var(--accent);
  }
`;
