import type { Engine } from './engine.js';
import { WorkerLink } from './worker-link.js';

let link: WorkerLink<Engine> | undefined;

/** The worker that all classifiers of a page share; a new one after the last was lost. */
export function sharedEngine(): WorkerLink<Engine> {
  if (link && !link.ended) return link;
  // Only where it is written in one piece do bundlers see that this is a worker.
  link = new WorkerLink(() => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));
  return link;
}
