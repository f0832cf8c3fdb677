import { css } from 'lit';

/** A view: what it is, and below that what one chooses beside what one sees. */
export const viewStyles = css`
  .intro {
    margin-bottom: var(--space-5);
  }

  h1 {
    font-size: var(--text-title);
    font-weight: 660;
    letter-spacing: -0.022em;
    line-height: 1.25;
  }

  .intro p {
    max-width: 110ch;
    text-wrap: pretty;
    margin-top: var(--space-1);
    color: var(--ink-soft);
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 24rem) minmax(0, 1fr);
    align-items: start;
    gap: var(--space-5);
  }

  @media (min-width: 100rem) {
    .columns {
      grid-template-columns: minmax(0, 27rem) minmax(0, 1fr);
    }
  }

  .column {
    display: grid;
    gap: var(--space-4);
    min-width: 0;
  }

  .column > * {
    min-width: 0;
  }

  /* What one watches stays in sight of what one sets. */
  @media (min-width: 60rem) and (min-height: 56rem) {
    .column:last-child {
      position: sticky;
      top: var(--space-4);
    }
  }

  @media (max-width: 60rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-4);
    }
  }
`;
