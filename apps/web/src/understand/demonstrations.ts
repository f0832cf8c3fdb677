import { html, type TemplateResult } from 'lit';
import { define } from '../app/define.js';
import type { Messages } from '../i18n/messages.js';

type DemonstrationName = keyof Messages['study']['demonstrations'];

/** Something to be played with; its title is in the messages. */
interface Demonstration {
  readonly name: DemonstrationName;
  readonly content: () => TemplateResult;
}

/** All demonstrations, in the order in which they are best seen. */
export const demonstrations: readonly Demonstration[] = [
  { name: 'convolution', content: () => html`<convolution-demo></convolution-demo>` },
  { name: 'sharing', content: () => html`<sharing-demo></sharing-demo>` },
  { name: 'window', content: () => html`<padding-demo></padding-demo>` },
  { name: 'shift', content: () => html`<pooling-demo></pooling-demo>` },
  { name: 'slopes', content: () => html`<slopes-demo></slopes-demo>` },
  { name: 'flow', content: () => html`<flow-demo></flow-demo>` },
];

/** Loads what demonstrations are drawn by; until then, their tags are empty. */
export async function loadDemonstrations(): Promise<void> {
  define((await import('./demonstrations/elements.js')).demonstrationElements);
}
