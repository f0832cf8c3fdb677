import { InterruptedError, OutputClosedError } from './errors.js';

const interrupts = ['SIGINT', 'SIGTERM'] as const;

/**
 * Turns the first Ctrl-C (or SIGTERM) into an abort signal, so that work can end in good order. The second
 * one ends the program at once.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #onSignal: () => void;

  /** Called at the first one, for programs that have something to say then. */
  onRequest: () => void = () => {};

  constructor() {
    this.#onSignal = () => {
      if (this.requested) process.exit(130);
      this.onRequest();
      this.#controller.abort(new InterruptedError('Interrupted.'));
    };
    for (const name of interrupts) process.on(name, this.#onSignal);
    process.stdout.on('error', this.#onOutputError);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get requested(): boolean {
    return this.signal.aborted;
  }

  /** Gives the signals their usual meaning back. */
  end(): void {
    for (const name of interrupts) process.off(name, this.#onSignal);
    process.stdout.off('error', this.#onOutputError);
  }

  readonly #onOutputError = (): void => {
    this.#controller.abort(new OutputClosedError('Nobody reads the output any more.'));
  };
}
