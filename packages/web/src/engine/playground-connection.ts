import type { PlaygroundEngine } from './playground-engine.js';
import { WorkerLink } from './worker-link.js';

/** A worker for one playground, which trains without waiting for others and ends with it. */
export function startPlayground(): WorkerLink<PlaygroundEngine> {
  return new WorkerLink(
    () => new Worker(new URL('./playground-worker.js', import.meta.url), { type: 'module' }),
  );
}
