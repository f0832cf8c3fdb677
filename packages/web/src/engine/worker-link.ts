import { type Remote, wrap } from 'comlink';

/** A worker with something in it that answers questions, and what becomes of questions to one that has ended. */
export class WorkerLink<T> {
  readonly #worker: Worker;
  readonly #remote: Remote<T>;
  readonly #lost: Promise<never>;
  #lose!: (reason: Error) => void;

  /** @param onLost called when the worker ends by itself */
  constructor(worker: Worker, onLost: () => void) {
    this.#worker = worker;
    this.#remote = wrap<T>(worker);
    this.#lost = new Promise((_, reject) => {
      this.#lose = reject;
    });
    // Whoever waits for an answer hears of it; when nobody does, nobody has to.
    this.#lost.catch(() => {});
    worker.onerror = (event) => {
      event.preventDefault();
      onLost();
      const reason = event.message || 'it could not be started';
      this.#lose(new Error(`The worker that computes has ended (${reason}). Load the page again.`));
    };
  }

  /** @throws what is thrown in the worker, and Error when it ends before it answers */
  ask<A>(question: (remote: Remote<T>) => Promise<A>): Promise<A> {
    return Promise.race([question(this.#remote), this.#lost]);
  }

  /** Ends the worker, whatever it is at; who still waits for an answer is given the reason. */
  end(reason: Error): void {
    this.#worker.terminate();
    this.#lose(reason);
  }
}
