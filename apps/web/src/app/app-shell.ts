import { css, html, nothing, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls } from '../styles/controls.js';
import { Route } from './route.js';
import { views } from './views.js';

/** The page around its views: header, notices, and the view that the address names. */
export class AppShell extends LocalizedElement {
  static override readonly styles = [
    controls,
    css`
      header {
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }

      .bar {
        display: flex;
        align-items: center;
        gap: var(--space-2) var(--space-5);
        min-height: 3.5rem;
      }

      .bar,
      main {
        max-width: 116rem;
        margin: 0 auto;
        padding-inline: clamp(1rem, 2.5vw, 2.5rem);
      }

      main {
        padding-block: var(--space-6) var(--space-7);
      }

      main:focus {
        outline: none;
      }

      .brand {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        color: var(--ink);
        font-size: 1.0625rem;
        font-weight: 680;
        letter-spacing: -0.015em;
        text-decoration: none;
      }

      .brand svg {
        width: 1.25rem;
        height: 1.25rem;
        fill: var(--accent);
      }

      nav ul {
        display: flex;
        gap: var(--space-1);
        list-style: none;
      }

      nav a {
        display: flex;
        align-items: center;
        height: 3.5rem;
        padding: 0 var(--space-3);
        border-block: 2px solid transparent;
        color: var(--ink-soft);
        font-weight: 520;
        text-decoration: none;
      }

      nav a:hover {
        color: var(--ink);
      }

      nav a[aria-current='page'] {
        border-bottom-color: var(--accent);
        color: var(--ink);
      }

      .end {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-left: auto;
      }

      .skip {
        position: absolute;
        left: var(--space-4);
        top: -4rem;
        z-index: 1;
      }

      .skip:focus {
        top: var(--space-2);
      }

      @media (max-width: 40rem) {
        .bar.wrapping {
          flex-wrap: wrap;
          padding-top: var(--space-2);
        }

        .wrapping nav {
          order: 1;
          width: 100%;
        }

        .wrapping nav a {
          height: 2.5rem;
        }

        engine-status {
          display: none;
        }

        main {
          padding-block: var(--space-5) var(--space-6);
        }
      }
    `,
  ];

  readonly #route = new Route(this);

  protected override render(): TemplateResult {
    const { m } = this;
    const several = views.length > 1;
    return html`
      <header>
        <button class="skip" @click=${this.#skip}>${m.skip}</button>
        <div class="bar ${several ? 'wrapping' : ''}">
          <a class="brand" href="#/${views[0].path}">${mark} @cnn</a>
          ${several ? this.#navigation() : nothing}
          <div class="end">
            <engine-status></engine-status>
            <theme-switch></theme-switch>
            <language-switch></language-switch>
          </div>
        </div>
      </header>
      <main tabindex="-1">
        <engine-notice></engine-notice>
        ${this.#route.view.content()}
      </main>
    `;
  }

  #navigation(): TemplateResult {
    const current = this.#route.view;
    return html`<nav aria-label=${this.m.views.label}>
      <ul>
        ${views.map(
          (view) => html`<li>
            <a href="#/${view.path}" aria-current=${view === current ? 'page' : nothing}>${view.label(this.m)}</a>
          </li>`,
        )}
      </ul>
    </nav>`;
  }

  protected override updated(): void {
    void this.#route.view.load?.();
  }

  readonly #skip = (): void => this.renderRoot.querySelector<HTMLElement>('main')!.focus();
}

/** A filter of 3 × 3. */
const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <rect x="3" y="3" width="7" height="7" rx="1.5" />
  <rect x="12.5" y="3" width="7" height="7" rx="1.5" opacity=".55" />
  <rect x="22" y="3" width="7" height="7" rx="1.5" opacity=".25" />
  <rect x="3" y="12.5" width="7" height="7" rx="1.5" opacity=".55" />
  <rect x="12.5" y="12.5" width="7" height="7" rx="1.5" />
  <rect x="22" y="12.5" width="7" height="7" rx="1.5" opacity=".55" />
  <rect x="3" y="22" width="7" height="7" rx="1.5" opacity=".25" />
  <rect x="12.5" y="22" width="7" height="7" rx="1.5" opacity=".55" />
  <rect x="22" y="22" width="7" height="7" rx="1.5" />
</svg>`;
