import { type Remote, wrap } from 'comlink';
import { about } from '../trouble.js';

/** A worker with something in it that answers questions, and what becomes of questions to one that has ended. */
export class WorkerLink<T> {
  readonly #worker: Worker;
  readonly #remote: Remote<T>;
  /** An error for each who waits, because each may put it into words of its own. */
  readonly #lost: Promise<() => Error>;
  #ended = false;
  #lose!: (reason: () => Error) => void;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.#remote = wrap<T>(worker);
    this.#lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
    worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || 'it could not be started';
      const message = `The worker that computes has ended (${reason}). Try again, or load the page again.`;
      this.end(() => Object.assign(new Error(message), about({ kind: 'worker-lost', reason })));
    };
  }

  /** Whether the worker is no more, by itself or because it was ended. */
  get ended(): boolean {
    return this.#ended;
  }

  /** @throws what is thrown in the worker, and Error when it ends before it answers */
  ask<A>(question: (remote: Remote<T>) => Promise<A>): Promise<A> {
    const lost = this.#lost.then((reason) => {
      throw reason();
    });
    return Promise.race([question(this.#remote), lost]);
  }

  /** Ends the worker, whatever it is at; who still waits for an answer is given the reason. */
  end(reason: () => Error): void {
    this.#ended = true;
    this.#worker.terminate();
    this.#lose(reason);
  }
}
