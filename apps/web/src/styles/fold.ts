import { css, html } from 'lit';

/** A part that is folded away until it is wanted: `details` with a line above, whose `summary` ends in a chevron. */
export const fold = css`
  details.fold > summary {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    padding: var(--space-2) 0;
    border-top: 1px solid var(--line);
    cursor: pointer;
    font-weight: 520;
    list-style: none;
  }

  /* The line of a summary is as high as what is pressed, more than the text needs below it. */
  details.fold:last-child:not([open]) {
    margin-bottom: calc(-1 * var(--space-3));
  }

  details.fold > summary::-webkit-details-marker {
    display: none;
  }

  details.fold > summary > svg {
    flex: none;
    width: 1rem;
    height: 1rem;
    margin-left: auto;
    fill: none;
    stroke: var(--ink-soft);
    stroke-width: 1.75;
    transition: rotate 120ms;
  }

  details.fold[open] > summary > svg {
    rotate: 180deg;
  }
`;

export const chevron = html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 8 5 5 5-5" /></svg>`;
