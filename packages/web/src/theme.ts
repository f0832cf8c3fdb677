import { css } from 'lit';

/** What all elements look like. The custom properties `--cnn-…` are for whoever embeds them; none is set here. */
export const theme = css`
  :host {
    --accent: var(--cnn-accent, light-dark(#1d5bd6, #86aeff));
    --ink: var(--cnn-ink, light-dark(#16191d, #eceef1));
    --ink-soft: var(--cnn-ink-soft, light-dark(#565d68, #a4acb8));
    --surface: var(--cnn-surface, light-dark(#ffffff, #181b1f));
    --line: var(--cnn-line, light-dark(#878f9b, #737b88));
    --track: var(--cnn-track, light-dark(#e4e7ea, #2a2e35));
    --danger: var(--cnn-danger, light-dark(#b3261e, #ff9088));
    --radius: var(--cnn-radius, 8px);

    display: block;
    color: var(--ink);
    line-height: 1.45;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  button {
    min-height: 2.375rem;
    padding: 0 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: none;
    color: var(--ink);
    font: inherit;
    cursor: pointer;
  }

  button:hover {
    border-color: var(--accent);
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  p {
    margin: 0;
    overflow-wrap: anywhere;
  }

  .error {
    color: var(--danger);
  }
`;
