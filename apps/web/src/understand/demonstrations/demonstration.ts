import { css } from 'lit';

/** How demonstrations lay out their controls, pictures and numbers. */
export const demonstration = css`
  :host {
    display: block;
  }

  .about {
    max-width: 78ch;
    margin-bottom: var(--space-5);
    color: var(--ink-soft);
  }

  .settings {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr));
    gap: var(--space-3) var(--space-4);
    margin-bottom: var(--space-4);
  }

  .settings label {
    margin-bottom: var(--space-1);
  }

  .settings output {
    float: right;
    font-size: var(--text-small);
    font-variant-numeric: tabular-nums;
    font-weight: 560;
  }

  input[type='range'] {
    width: 100%;
    height: var(--control);
    margin: 0;
    accent-color: var(--accent);
  }

  .steps {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    margin-bottom: var(--space-4);
  }

  .steps button {
    min-width: 6.5rem;
  }

  .boards {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 24rem));
    gap: var(--space-3) var(--space-5);
  }

  .boards h3 {
    margin-bottom: var(--space-2);
  }

  .note {
    max-width: 78ch;
    margin-top: var(--space-3);
  }

  @media (max-width: 40rem) {
    .boards {
      gap: var(--space-3);
    }

    .settings {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;
