import { css } from 'lit';

/** How a classifier looks. The custom properties are for whoever embeds it; none is set here. */
export const classifierStyle = css`
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

  .picture {
    display: block;
    max-width: 100%;
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

  p {
    margin: 0;
    overflow-wrap: anywhere;
  }

  .error {
    color: var(--danger);
  }
`;
