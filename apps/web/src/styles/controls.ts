import { css } from 'lit';

/** How headings, buttons and fields look, for every element's shadow tree. */
export const controls = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  p,
  dl,
  dd,
  ol,
  ul {
    margin: 0;
    padding: 0;
  }

  h2 {
    font-size: var(--text-large);
    font-weight: 620;
    letter-spacing: -0.012em;
    line-height: 1.3;
  }

  h3 {
    font-size: var(--text);
    font-weight: 600;
  }

  .soft {
    color: var(--ink-soft);
  }

  .small {
    font-size: var(--text-small);
    line-height: 1.45;
  }

  .figures {
    font-variant-numeric: tabular-nums;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .error {
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius);
    background: var(--danger-wash);
    color: var(--danger);
    font-size: var(--text-small);
    overflow-wrap: anywhere;
  }

  a {
    color: var(--accent);
    text-underline-offset: 0.18em;
  }

  button,
  input,
  select {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }

  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-height: var(--control);
    padding: 0 var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--ink);
    font-weight: 520;
    line-height: 1.2;
    text-decoration: none;
    cursor: pointer;
    transition:
      background-color 120ms,
      border-color 120ms;
  }

  button:hover:not(:disabled),
  .button:hover {
    border-color: var(--line-strong);
  }

  button:disabled {
    color: var(--ink-soft);
    cursor: default;
    opacity: 0.65;
  }

  button.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }

  button.primary:hover:not(:disabled) {
    border-color: transparent;
    background: var(--accent-strong);
  }

  button.plain {
    min-height: 2rem;
    padding: 0 var(--space-2);
    border-color: transparent;
    background: none;
    color: var(--accent);
    font-size: var(--text-small);
  }

  button.plain:hover:not(:disabled) {
    background: var(--accent-wash);
    border-color: transparent;
  }

  button.icon {
    min-height: 2rem;
    width: 2rem;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--ink-soft);
  }

  button.icon:hover:not(:disabled) {
    background: var(--sunken);
    color: var(--ink);
    border-color: transparent;
  }

  button.icon svg,
  button svg {
    width: 1rem;
    height: 1rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  label {
    display: block;
    font-size: var(--text-small);
    color: var(--ink-soft);
  }

  input[type='checkbox'] {
    flex: none;
    width: 1rem;
    height: 1rem;
    margin: 0;
    accent-color: var(--accent);
  }

  input:not([type='checkbox'], [type='file'], [type='range']),
  select {
    width: 100%;
    min-width: 0;
    height: var(--control);
    padding: 0 var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--ink);
    font-size: var(--text);
    font-variant-numeric: tabular-nums;
  }

  select {
    appearance: none;
    padding-right: 2rem;
    text-overflow: ellipsis;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%), linear-gradient(-45deg, transparent 50%, currentColor 50%);
    background-position:
      right 0.95rem center,
      right 0.65rem center;
    background-size: 0.3rem 0.3rem;
    background-repeat: no-repeat;
  }

  input:user-invalid,
  input[aria-invalid='true'] {
    border-color: var(--danger);
  }

  input:disabled,
  select:disabled {
    border-color: var(--line);
    background-color: var(--sunken);
    color: var(--ink-soft);
    opacity: 1;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;

/** A part of a view, on a surface of its own. */
export const panel = css`
  .panel {
    padding: var(--space-5);
    border: 1px solid var(--line);
    border-radius: var(--radius-large);
    background: var(--surface);
  }

  .panel > header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--space-1) var(--space-4);
    min-height: 1.75rem;
    margin-bottom: var(--space-3);
  }

  @media (max-width: 40rem) {
    .panel {
      padding: var(--space-4);
    }
  }
`;
