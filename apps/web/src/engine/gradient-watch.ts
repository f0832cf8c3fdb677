import { CnnError } from '@cnn/tensor';
import type { Callback, FitPlan, GradientNorms, Trainer, TrainingData } from '@cnn/train';
import type { GradientFigures } from './protocol/training.js';

/** Milliseconds between two measurements at least. */
const interval = 1500;
/** Times that a measurement took, which pass until the next one: training becomes 4 % slower at most. */
const patience = 25;

/** Measures during `fit`, while somebody wants to know, how steep the loss is for each layer. */
export class GradientWatch implements Callback {
  /** Whether anybody wants to know. */
  wanted = false;
  readonly #batch: TrainingData;
  readonly #listener: (figures: GradientFigures | 'no-room') => void;
  /** Epochs that the run had before. */
  readonly #before: number;
  #trainer!: Trainer;
  #plan!: FitPlan;
  #epoch = 0;
  #due = 0;
  #planned = false;

  /** @param batch training samples, always the same, so that what is measured can be compared */
  constructor(batch: TrainingData, before: number, listener: (figures: GradientFigures | 'no-room') => void) {
    this.#batch = batch;
    this.#before = before;
    this.#listener = listener;
  }

  setTrainer(trainer: Trainer, plan: FitPlan): void {
    this.#trainer = trainer;
    this.#plan = plan;
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  async onTrainBatchEnd(batch: number): Promise<void> {
    const began = performance.now();
    if (!this.wanted || began < this.#due) return;
    const norms = await this.#measure();
    const ended = performance.now();
    // The first one also makes a plan, which says nothing of the others.
    this.#due = ended + (this.#planned ? Math.max(interval, patience * (ended - began)) : interval);
    this.#planned = true;
    const at = this.#before + this.#epoch + (batch + 1) / this.#plan.steps;
    this.#listener(norms ? { at, layers: learning(norms) } : 'no-room');
  }

  /** Undefined, and no more of it, where the gradients of all layers do not fit into memory beside the training. */
  async #measure(): Promise<GradientNorms | undefined> {
    try {
      return await this.#trainer.gradientNorms(this.#batch);
    } catch (error) {
      if (!(error instanceof CnnError)) throw error;
      this.wanted = false;
      return undefined;
    }
  }
}

/** Of the layers that have something to learn. */
function learning({ layers }: GradientNorms): GradientFigures['layers'] {
  return layers
    .filter(({ byWeight }) => Object.keys(byWeight).length > 0)
    .map(({ layer, weights }) => ({ name: layer, norm: weights }));
}
