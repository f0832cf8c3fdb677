import { expectKnownOptions, show, truth } from '@cnn/layers';
import { ConfigError, type Tensor } from '@cnn/tensor';
import type { Trainer } from '../trainer.js';
import type { Callback, CallbackState, FitPlan, Logs } from './callback.js';
import { checkMode, type MonitorMode, signOf } from './monitor.js';

/** Options of {@link earlyStopping}, with Keras' names and defaults. */
export interface EarlyStoppingOptions {
  /** The figure to watch. Default `valLoss`. */
  monitor?: string;
  /** The least change that counts as better. Default 0. */
  minDelta?: number;
  /** Epochs in a row without anything better after which training stops. Default 0. */
  patience?: number;
  /** Whether less is better or more. Default `auto`: as the figure's metric says, and less for losses. */
  mode?: MonitorMode;
  /** What the figure has to beat, too, for patience to start anew. Default none. */
  baseline?: number;
  /** Whether the model gets the weights of its best epoch when training ends. Default false. */
  restoreBestWeights?: boolean;
}

const optionNames = ['monitor', 'minDelta', 'patience', 'mode', 'baseline', 'restoreBestWeights'];

/**
 * Stops training when a figure has not become better for some epochs, as Keras' `EarlyStopping`. NaN is
 * never better than anything.
 * @throws ConfigError for an unusable option; `fit` throws it for a figure that it will not have, or whose direction
 * nothing tells
 * @example fit(data, { epochs: 100, validationSplit: 0.2, callbacks: [earlyStopping({ patience: 3 })] })
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): EarlyStopping {
  return new EarlyStopping(options);
}

/** What it keeps in checkpoints, beside the best weights. */
interface Memory {
  readonly waited: number;
  readonly best: number | undefined;
  readonly bestEpoch: number | undefined;
  readonly stoppedEpoch: number | undefined;
}

/** What {@link earlyStopping} makes; tells afterwards which epoch was best and where training stopped. */
export class EarlyStopping implements Callback {
  readonly monitor: string;
  readonly #mode: MonitorMode;
  readonly #minDelta: number;
  readonly #patience: number;
  readonly #baseline: number | undefined;
  readonly #restore: boolean;
  #trainer!: Trainer;
  #sign!: 1 | -1;
  #waited = 0;
  #best: number | undefined;
  #bestEpoch: number | undefined;
  #bestWeights: readonly Tensor<'f32'>[] | undefined;
  #stoppedEpoch: number | undefined;

  constructor(options: EarlyStoppingOptions) {
    expectKnownOptions('earlyStopping', options, optionNames);
    const { monitor = 'valLoss', minDelta = 0, patience = 0, mode = 'auto' } = options;
    checkNumber('minDelta', minDelta, 0);
    checkNumber('patience', patience, 0);
    if (options.baseline !== undefined) checkNumber('baseline', options.baseline, Number.NEGATIVE_INFINITY);
    this.monitor = monitor;
    this.#mode = checkMode('earlyStopping', mode);
    this.#minDelta = minDelta;
    this.#patience = patience;
    this.#baseline = options.baseline;
    this.#restore = truth("earlyStopping's restoreBestWeights", options.restoreBestWeights ?? false);
  }

  /** The epoch with the best figure so far, counted from 0. */
  get bestEpoch(): number | undefined {
    return this.#bestEpoch;
  }

  /** The epoch after which training was stopped; `undefined` when it was not. */
  get stoppedEpoch(): number | undefined {
    return this.#stoppedEpoch;
  }

  setTrainer(trainer: Trainer, plan: FitPlan): void {
    this.#sign = signOf('earlyStopping', this.monitor, this.#mode, plan);
    this.#trainer = trainer;
    this.#waited = 0;
    this.#best = undefined;
    this.#bestEpoch = undefined;
    this.#bestWeights = undefined;
    this.#stoppedEpoch = undefined;
  }

  onEpochEnd(epoch: number, logs: Logs): void {
    const current = logs[this.monitor]!;
    // As in Keras, the first weights are the best there are until something is better.
    if (this.#restore) this.#bestWeights ??= this.#trainer.model.getWeights();
    this.#waited++;
    if (this.#isBetter(current, this.#best)) {
      this.#best = current;
      this.#bestEpoch = epoch;
      if (this.#restore) this.#bestWeights = this.#trainer.model.getWeights();
      if (this.#isBetter(current, this.#baseline)) this.#waited = 0;
      return;
    }
    if (this.#waited < this.#patience || epoch === 0) return;
    this.#stoppedEpoch = epoch;
    this.#trainer.stopTraining = true;
  }

  state(): CallbackState {
    const values: Memory = {
      waited: this.#waited,
      best: this.#best,
      bestEpoch: this.#bestEpoch,
      stoppedEpoch: this.#stoppedEpoch,
    };
    return { kind: `earlyStopping of ${this.monitor}`, values, tensors: this.#bestWeights ?? [] };
  }

  restore({ values, tensors = [] }: CallbackState): void {
    const { waited, best, bestEpoch, stoppedEpoch } = values as Memory;
    this.#waited = waited;
    this.#best = best;
    this.#bestEpoch = bestEpoch;
    this.#stoppedEpoch = stoppedEpoch;
    if (this.#restore && tensors.length > 0) this.#bestWeights = tensors as readonly Tensor<'f32'>[];
  }

  onTrainEnd(): void {
    if (this.#bestWeights) this.#trainer.model.setWeights(this.#bestWeights);
    this.#bestWeights = undefined;
  }

  #isBetter(current: number, reference: number | undefined): boolean {
    if (reference === undefined) return !Number.isNaN(current);
    return this.#sign * (reference - current) > this.#minDelta;
  }
}

function checkNumber(option: string, value: number, least: number): void {
  if (typeof value === 'number' && Number.isFinite(value) && value >= least) return;
  throw new ConfigError(
    `earlyStopping's ${option} is ${show(value)}; it must be a number${least === 0 ? ', 0 or larger' : ''}. Choose one, or leave it out.`,
  );
}
