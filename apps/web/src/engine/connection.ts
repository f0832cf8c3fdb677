import { type Remote, wrap } from 'comlink';
import type { Engine } from './engine.js';
import { PendingAnswers } from './pending-answers.js';

/** Milliseconds between two questions whether the worker is there, and how long it may think about one. */
const heartbeat = { every: 3_000, patience: 12_000 };

/** What a connection tells about itself. */
interface Watcher {
  /** The worker has ended by an error. */
  onLost(reason: string): void;
  /** It has not answered for a while, or answers again. */
  onSilence(silent: boolean): void;
}

/** A worker with an engine in it. */
export class EngineConnection {
  readonly #worker: Worker;
  readonly #engine: Remote<Engine>;
  readonly #watcher: Watcher;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #answers = new PendingAnswers();
  #askedAt: number | undefined;
  #silent = false;

  constructor(watcher: Watcher) {
    this.#watcher = watcher;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end(event.message || 'it could not be started');
    };
    this.#engine = wrap<Engine>(this.#worker);
    this.#timer = setInterval(() => this.#listen(), heartbeat.every);
  }

  /** Asks the engine. @throws what the engine throws, and Error when the worker is lost before it answers */
  ask<T>(question: (engine: Remote<Engine>) => Promise<T>): Promise<T> {
    return this.#answers.wait(question(this.#engine));
  }

  /** Ends the worker and whatever it was doing. */
  close(): void {
    this.#end(undefined);
  }

  #end(reason: string | undefined): void {
    clearInterval(this.#timer);
    this.#worker.terminate();
    this.#answers.end(new Error(reason ?? 'The worker was ended.'));
    if (reason !== undefined) this.#watcher.onLost(reason);
  }

  #listen(): void {
    const now = performance.now();
    if (this.#askedAt === undefined) {
      this.#askedAt = now;
      void this.#engine.ping().then(() => {
        this.#askedAt = undefined;
        this.#say(false);
      });
    } else if (now - this.#askedAt > heartbeat.patience) this.#say(true);
  }

  #say(silent: boolean): void {
    if (silent === this.#silent) return;
    this.#silent = silent;
    this.#watcher.onSilence(silent);
  }
}
