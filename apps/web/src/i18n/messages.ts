import type { en } from './en/en.js';

/** What each language of the page has words for. */
export type Messages = typeof en;
