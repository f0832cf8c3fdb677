import { css } from 'lit';

/** A bar in a track, to be scaled from the left. */
export const bar = css`
  .track {
    height: 0.375rem;
    overflow: hidden;
    border-radius: 1rem;
    background: var(--line);
  }

  .track span {
    display: block;
    height: 100%;
    border-radius: inherit;
    background: var(--line-strong);
    transform-origin: left;
  }
`;

/** A list of names, each with a figure behind it and a bar below. */
export const barList = css`
  .bars {
    display: grid;
    align-content: start;
    gap: var(--space-3);
    list-style: none;
  }

  .bars li {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0.125rem var(--space-3);
  }

  .bars .track {
    grid-column: 1 / -1;
  }
`;
