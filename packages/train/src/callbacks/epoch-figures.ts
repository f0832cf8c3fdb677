import type { Trainer } from '../trainer.js';
import type { Callback, FitPlan, Logs } from './callback.js';

/** Figures of an epoch, by name, in the order of {@link FitPlan.figures}; after them the learning rate at its begin. */
export type EpochFigures = Readonly<Record<string, number>>;

/** Hands on the figures of each epoch: what all that write them down have in common. */
export class EpochFiguresCallback implements Callback {
  readonly #tell: (epoch: number, figures: EpochFigures) => void | Promise<void>;
  #trainer!: Trainer;
  #figures: readonly string[] = [];
  #learningRate = 0;

  constructor(tell: (epoch: number, figures: EpochFigures) => void | Promise<void>) {
    this.#tell = tell;
  }

  /** Their names. */
  get names(): readonly string[] {
    return [...this.#figures, 'learningRate'];
  }

  setTrainer(trainer: Trainer, { figures }: FitPlan): void {
    this.#trainer = trainer;
    this.#figures = figures;
  }

  onEpochBegin(): void {
    this.#learningRate = this.#trainer.learningRate;
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const figures = this.#figures.map((name) => [name, logs[name]!] as const);
    await this.#tell(epoch, { ...Object.fromEntries(figures), learningRate: this.#learningRate });
  }
}
