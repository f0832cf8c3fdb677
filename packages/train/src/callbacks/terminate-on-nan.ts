import type { NonFinite } from '../non-finite.js';
import type { Trainer } from '../trainer.js';
import type { Callback, Logs } from './callback.js';

/** Where and when a loss stopped to be a number. */
export interface Divergence extends NonFinite {
  /** The epoch, and the step in it, both from 0. */
  readonly epoch: number;
  readonly batch: number;
}

/**
 * Ends training when the loss is NaN or infinite, as Keras' `TerminateOnNaN`, and finds out where that began, as far as
 * there is memory to look at all layers. For this a copy of all weights is made before each step.
 * @example
 * const guard = terminateOnNaN();
 * await trainer.fit(train, { epochs: 10, callbacks: [guard] });
 * if (guard.divergence) console.log(`It began in ${guard.divergence.layer}.`);
 */
export function terminateOnNaN(): TerminateOnNaN {
  return new TerminateOnNaN();
}

/** What {@link terminateOnNaN} makes. */
export class TerminateOnNaN implements Callback {
  #trainer!: Trainer;
  #epoch = 0;
  #divergence: Divergence | undefined;

  /** What was found, if training was ended. */
  get divergence(): Divergence | undefined {
    return this.#divergence;
  }

  setTrainer(trainer: Trainer): void {
    this.#trainer = trainer;
    this.#divergence = undefined;
    trainer.traceNonFinite(true);
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  onTrainBatchEnd(batch: number, _logs: Logs): void {
    const { nonFinite } = this.#trainer;
    if (!nonFinite || this.#divergence) return;
    this.#divergence = { ...nonFinite, epoch: this.#epoch, batch };
    this.#trainer.stopTraining = true;
  }
}
