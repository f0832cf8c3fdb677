import type { Trainer } from '../trainer.js';
import type { Callback, CallbackState, FitPlan, Logs } from './callback.js';

/** Figures of an epoch, by name, in the order of {@link FitPlan.figures}; after them the learning rate at its begin. */
export type EpochFigures = Readonly<Record<string, number>>;

/** Takes the figures of an epoch; `first` tells that there were none before, a training that was resumed counted. */
type Tell = (epoch: number, figures: EpochFigures, first: boolean) => void | Promise<void>;

/** What it keeps in checkpoints. */
interface Memory {
  readonly learningRate: number;
  readonly first: boolean;
}

/** Hands on the figures of each epoch: what all that write them down have in common. */
export class EpochFiguresCallback implements Callback {
  readonly #kind: string;
  readonly #tell: Tell;
  #trainer!: Trainer;
  #figures: readonly string[] = [];
  #learningRate = 0;
  #first = true;

  constructor(kind: string, tell: Tell) {
    this.#kind = kind;
    this.#tell = tell;
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
    const first = this.#first;
    this.#first = false;
    await this.#tell(epoch, { ...Object.fromEntries(figures), learningRate: this.#learningRate }, first);
  }

  state(): CallbackState {
    const values: Memory = { learningRate: this.#learningRate, first: this.#first };
    return { kind: this.#kind, values };
  }

  restore({ values }: CallbackState): void {
    const { learningRate, first } = values as Memory;
    this.#learningRate = learningRate;
    this.#first = first;
  }
}
