import { type Remote, wrap } from 'comlink';
import { about } from '../trouble.js';

/** A worker with something in it that answers questions, and what becomes of questions to one that is no more. */
export class WorkerLink<T> {
  readonly #worker: Worker | undefined;
  readonly #remote: Remote<T> | undefined;
  /** Those who wait for an answer. */
  readonly #waiting = new Set<(reason: Error) => void>();
  /** Makes an error for each of them, because each may put it into words of its own. */
  #reason: (() => Error) | undefined;

  constructor(start: () => Worker) {
    try {
      this.#worker = start();
    } catch (error) {
      // As for a page that has this package from another server, whose workers it may not start.
      this.end(() => lost((error as Error).message));
      return;
    }
    this.#remote = wrap<T>(this.#worker);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.end(() => lost(event.message || 'it could not be started'));
    };
  }

  /** Whether the worker is no more, by itself or because it was ended. */
  get ended(): boolean {
    return this.#reason !== undefined;
  }

  /** @throws what is thrown in the worker, and Error when it ends before it answers */
  ask<A>(question: (remote: Remote<T>) => Promise<A>): Promise<A> {
    return new Promise((resolve, reject) => {
      if (this.#reason) throw this.#reason();
      const answer = question(this.#remote!);
      this.#waiting.add(reject);
      answer.finally(() => this.#waiting.delete(reject)).then(resolve, reject);
    });
  }

  /** Ends the worker, whatever it is at; who still waits for an answer is given the reason. */
  end(reason: () => Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#worker?.terminate();
    for (const reject of this.#waiting) reject(reason());
    this.#waiting.clear();
  }
}

function lost(reason: string): Error {
  const message = `The worker that computes has ended (${reason}). Try again, or load the page again.`;
  return Object.assign(new Error(message), about({ kind: 'worker-lost', reason }));
}
