import type { Remote } from 'comlink';
import type { Engine } from './engine.js';
import { WorkerLink } from './worker-link.js';

let link: WorkerLink<Engine> | undefined;

/** Asks the worker that all classifiers of a page share. @throws as {@link WorkerLink.ask} */
export function ask<A>(question: (engine: Remote<Engine>) => Promise<A>): Promise<A> {
  // Only where it is written in one piece do bundlers see that this is a worker.
  link ??= new WorkerLink(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }), () => {
    link = undefined;
  });
  return link.ask(question);
}
