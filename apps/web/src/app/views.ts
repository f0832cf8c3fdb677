import { html, type TemplateResult } from 'lit';
import type { Messages } from '../i18n/en.js';

/** A part of the page with an address of its own. */
export interface View {
  /** After the `#/` of the address. */
  readonly path: string;
  readonly label: (m: Messages) => string;
  readonly content: () => TemplateResult;
}

/** All views, in the order of the navigation; the first one is shown where the address names none. */
export const views: readonly [View, ...View[]] = [
  { path: 'train', label: (m) => m.views.train, content: () => html`<train-view></train-view>` },
  { path: 'look', label: (m) => m.views.look, content: () => html`<look-view></look-view>` },
  {
    path: 'understand',
    label: (m) => m.views.understand,
    content: () => html`<understand-view></understand-view>`,
  },
];
