import { expectKnownOptions, show, wholePositive } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import { checkRate } from '../numbers.js';
import type { Trainer } from '../trainer.js';
import type { Callback, CallbackState, FitPlan, Logs } from './callback.js';
import { checkMode, type MonitorMode, signOf } from './monitor.js';

/** Options of {@link reduceLROnPlateau}, with Keras' names and defaults. */
export interface ReduceLROnPlateauOptions {
  /** The figure to watch. Default `valLoss`. */
  monitor?: string;
  /** What the learning rate is multiplied by. Default 0.1. */
  factor?: number;
  /** Epochs in a row without anything better after which it is. Default 10. */
  patience?: number;
  /** Whether less is better or more. Default `auto`: as the figure's metric says, and less for losses. */
  mode?: MonitorMode;
  /** The least change that counts as better. Default 0.0001. */
  minDelta?: number;
  /** Epochs after a reduction that do not count. Default 0. */
  cooldown?: number;
  /** What the learning rate does not fall below. Default 0. */
  minLr?: number;
}

const optionNames = ['monitor', 'factor', 'patience', 'mode', 'minDelta', 'cooldown', 'minLr'];

/**
 * Lowers the learning rate when a figure has not become better for some epochs, as Keras' `ReduceLROnPlateau`. A
 * learning rate that is a function is replaced by a number then.
 * @throws ConfigError for an unusable option; `fit` throws it for a figure that it will not have, or whose direction
 * nothing tells
 * @example fit(data, { epochs: 100, validationSplit: 0.2, callbacks: [reduceLROnPlateau({ patience: 5 })] })
 */
export function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback {
  return new ReduceLROnPlateau(options);
}

/** What it keeps in checkpoints. */
interface Memory {
  readonly best: number | undefined;
  readonly waited: number;
  readonly cooling: number;
}

class ReduceLROnPlateau implements Callback {
  readonly #monitor: string;
  readonly #mode: MonitorMode;
  readonly #factor: number;
  readonly #patience: number;
  readonly #minDelta: number;
  readonly #cooldown: number;
  readonly #least: number;
  #trainer!: Trainer;
  #sign!: 1 | -1;
  #best: number | undefined;
  #waited = 0;
  /** Epochs that are still not to count. */
  #cooling = 0;

  constructor(options: ReduceLROnPlateauOptions) {
    expectKnownOptions('reduceLROnPlateau', options, optionNames);
    const { monitor = 'valLoss', factor = 0.1, patience = 10, mode = 'auto' } = options;
    const { minDelta = 1e-4, cooldown = 0, minLr = 0 } = options;
    if (!(typeof factor === 'number' && factor > 0 && factor < 1)) {
      throw new ConfigError(
        `reduceLROnPlateau's factor is ${show(factor)}; it must be a number between 0 and 1, so that the learning rate falls. Choose one such as 0.1.`,
      );
    }
    checkRate("reduceLROnPlateau's minDelta", minDelta);
    checkRate("reduceLROnPlateau's cooldown", cooldown);
    checkRate("reduceLROnPlateau's minLr", minLr);
    this.#monitor = monitor;
    this.#mode = checkMode('reduceLROnPlateau', mode);
    this.#factor = factor;
    this.#patience = wholePositive("reduceLROnPlateau's patience", patience);
    this.#minDelta = minDelta;
    this.#cooldown = cooldown;
    this.#least = minLr;
  }

  setTrainer(trainer: Trainer, plan: FitPlan): void {
    this.#sign = signOf('reduceLROnPlateau', this.#monitor, this.#mode, plan);
    this.#trainer = trainer;
    this.#best = undefined;
    this.#waited = 0;
    this.#cooling = 0;
  }

  onEpochEnd(_epoch: number, logs: Logs): void {
    const current = logs[this.#monitor]!;
    if (this.#cooling > 0) {
      this.#cooling--;
      this.#waited = 0;
    }
    if (this.#isBetter(current)) {
      this.#best = current;
      this.#waited = 0;
      return;
    }
    if (this.#cooling > 0) return;
    this.#waited++;
    if (this.#waited >= this.#patience) this.#reduce();
  }

  state(): CallbackState {
    const values: Memory = { best: this.#best, waited: this.#waited, cooling: this.#cooling };
    return { kind: `reduceLROnPlateau of ${this.#monitor}`, values };
  }

  restore({ values }: CallbackState): void {
    const { best, waited, cooling } = values as Memory;
    this.#best = best;
    this.#waited = waited;
    this.#cooling = cooling;
  }

  #reduce(): void {
    const rate = this.#trainer.learningRate;
    if (rate <= this.#least) return;
    this.#trainer.learningRate = Math.max(rate * this.#factor, this.#least);
    this.#cooling = this.#cooldown;
    this.#waited = 0;
  }

  #isBetter(current: number): boolean {
    if (this.#best === undefined) return !Number.isNaN(current);
    return this.#sign * (this.#best - current) > this.#minDelta;
  }
}
