import { html, type TemplateResult } from 'lit';
import type { Messages } from '../i18n/messages.js';
import { define } from './define.js';

/** A part of the page with an address of its own. */
export interface View {
  /** After the `#/` of the address. */
  readonly path: string;
  readonly label: (m: Messages) => string;
  readonly content: () => TemplateResult;
  /** Loads what it is drawn by, where that is not there from the beginning; until then its tag is empty. */
  readonly load?: () => Promise<void>;
}

/** All views, in the order of the navigation; the first one is shown where the address names none. */
export const views: readonly [View, ...View[]] = [
  { path: 'train', label: (m) => m.views.train, content: () => html`<train-view></train-view>` },
  {
    path: 'look',
    label: (m) => m.views.look,
    content: () => html`<look-view></look-view>`,
    load: async () => define((await import('../look/elements.js')).lookElements),
  },
  {
    path: 'understand',
    label: (m) => m.views.understand,
    content: () => html`<understand-view></understand-view>`,
    load: async () => define((await import('../understand/elements.js')).understandElements),
  },
];
