import type { Run } from '../engine/protocol/run.js';
import type { Messages } from '../i18n/messages.js';

/** `Simple CNN on MNIST`: what a run is called; names that the page does not know are shown as they are. */
export function runName(m: Messages, { config: { model, data } }: Run): string {
  return m.runs.name(shortName(m.model.about, model), shortName(m.data.names, data));
}

/** `MNIST` of `MNIST, handwritten digits`. */
export function shortName(names: Readonly<Record<string, string>>, name: string): string {
  return (names[name] ?? name).split(/, |（/)[0]!;
}
