import { expectKnownOptions, show, truth, wholePositive } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import type { Trainer } from '../trainer.js';
import type { Callback, CallbackState, FitPlan, RestPoint } from './callback.js';
import { checkMode, type MonitorMode, signOf } from './monitor.js';

/** Options of {@link modelCheckpoint}. */
export interface ModelCheckpointOptions {
  /** Keeps a checkpoint, wherever that is; training waits for it. */
  save: (checkpoint: Uint8Array<ArrayBuffer>, point: RestPoint) => void | Promise<void>;
  /** How often, in whole epochs or in steps, which are counted through all calls of `fit`. Default each epoch. */
  every?: { readonly epochs: number } | { readonly steps: number };
  /** Whether only epochs that were better than all before count. Default false. */
  saveBestOnly?: boolean;
  /** The figure that tells which is better. Default `valLoss`. */
  monitor?: string;
  /** Whether less is better or more. Default `auto`: as the figure's metric says, and less for losses. */
  mode?: MonitorMode;
}

const optionNames = ['save', 'every', 'saveBestOnly', 'monitor', 'mode'];

/**
 * Hands out checkpoints while training goes on, as Keras' `ModelCheckpoint`; and one when training is aborted,
 * unless only the best are wanted. `fit(data, { …, resume: checkpoint })` goes on from each as if nothing had
 * happened, and `loadModel` reads its model.
 * @throws ConfigError for an unusable option; `fit` throws it for a figure that it will not have, or whose direction
 * nothing tells
 * @example
 * modelCheckpoint({ every: { steps: 500 }, save: (bytes) => writeFile('checkpoint.safetensors', bytes) })
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  return new ModelCheckpoint(options);
}

class ModelCheckpoint implements Callback {
  readonly #save: ModelCheckpointOptions['save'];
  readonly #after: 'epoch' | 'step';
  readonly #period: number;
  readonly #bestOnly: boolean;
  readonly #monitor: string;
  readonly #mode: MonitorMode;
  #trainer!: Trainer;
  #sign!: 1 | -1;
  #best: number | undefined;
  /** The step after which it last handed one out. */
  #savedAt: number | undefined;

  constructor(options: ModelCheckpointOptions) {
    expectKnownOptions('modelCheckpoint', options, optionNames);
    const { save, every = { epochs: 1 }, monitor = 'valLoss', mode = 'auto' } = options;
    if (typeof save !== 'function') {
      throw new ConfigError(
        `modelCheckpoint's save is ${show(save)}; it must be a function that keeps bytes. Pass one such as (bytes) => writeFile('checkpoint.safetensors', bytes).`,
      );
    }
    this.#save = save;
    [this.#after, this.#period] = periodOf(every);
    this.#bestOnly = truth("modelCheckpoint's saveBestOnly", options.saveBestOnly ?? false);
    this.#monitor = monitor;
    this.#mode = checkMode('modelCheckpoint', mode);
    if (this.#bestOnly && this.#after === 'step') {
      throw new ConfigError(
        'modelCheckpoint was given saveBestOnly together with steps; which is best shows after whole epochs. Leave one of them out.',
      );
    }
  }

  setTrainer(trainer: Trainer, plan: FitPlan): void {
    if (this.#bestOnly) this.#sign = signOf('modelCheckpoint', this.#monitor, this.#mode, plan);
    this.#trainer = trainer;
    this.#best = undefined;
    this.#savedAt = undefined;
  }

  async onRest(point: RestPoint): Promise<void> {
    if (!this.#isDue(point)) return;
    this.#savedAt = this.#trainer.step;
    await this.#save(this.#trainer.checkpoint(), point);
  }

  state(): CallbackState {
    const kind = this.#bestOnly ? `modelCheckpoint of the best ${this.#monitor}` : 'modelCheckpoint';
    return { kind, values: { best: this.#best } };
  }

  restore({ values }: CallbackState): void {
    this.#best = (values as { best?: number }).best;
  }

  #isDue({ after, epoch, logs }: RestPoint): boolean {
    if (after === 'abort') return !this.#bestOnly && this.#savedAt !== this.#trainer.step;
    if (after !== this.#after) return false;
    const count = after === 'step' ? this.#trainer.step : epoch + 1;
    if (count % this.#period !== 0) return false;
    if (!this.#bestOnly) return true;
    const current = logs[this.#monitor]!;
    if (Number.isNaN(current)) return false;
    if (this.#best !== undefined && this.#sign * (this.#best - current) <= 0) return false;
    this.#best = current;
    return true;
  }
}

function periodOf(every: object): ['epoch' | 'step', number] {
  expectKnownOptions("modelCheckpoint's every", every, ['epochs', 'steps']);
  const { epochs, steps } = every as { epochs?: number; steps?: number };
  if ((epochs === undefined) === (steps === undefined)) {
    throw new ConfigError(
      `modelCheckpoint's every is ${show(every)}; it must be a number of epochs or of steps. Pass one such as { epochs: 1 }.`,
    );
  }
  return epochs === undefined
    ? ['step', wholePositive("modelCheckpoint's steps", steps)]
    : ['epoch', wholePositive("modelCheckpoint's epochs", epochs)];
}
