import { type Html, html } from './html.js';

/** A name behind the colour that stands for it, on one line with it. */
export function legendEntry(colour: string, name: string): Html {
  return html`<span class="entry"><span class="key" style="background: ${colour}"></span>${name}</span>`;
}
