import { Pause } from '@cnn/layers';
import type { BatchTransformRun } from './batch-transform.js';
import { shuffledOrder } from './batches.js';
import type { Logs } from './callbacks/callback.js';
import { CallbackList } from './callbacks/callback-list.js';
import type { FitState } from './checkpoint/checkpoint.js';
import { evaluation } from './evaluation.js';
import { Feed } from './feed.js';
import type { FitJob } from './fit-job.js';
import { batchesOf } from './fit-progress.js';
import { type History, historyOf, validationName } from './history.js';
import type { Learner } from './learner.js';
import type { Totals } from './totals.js';
import type { Trainer } from './trainer.js';

/** An epoch that has begun and is not done. */
interface EpochUnderway {
  /** Its number, from 0 and on from fit to fit. */
  readonly number: number;
  /** Steps that were taken. */
  batch: number;
  readonly totals: Totals;
  /** In which the samples are visited; `undefined`: as they are. */
  readonly order: Uint32Array | undefined;
}

/** A call of `trainer.fit`. */
export class Fit {
  readonly #trainer: Trainer;
  readonly #learner: Learner;
  readonly #job: FitJob;
  readonly #callbacks: CallbackList;
  readonly #pause = new Pause();
  #augmenting: BatchTransformRun | undefined;
  /** The epoch that is under way or comes next. */
  #epoch = 0;
  #underway: EpochUnderway | undefined;
  /** The figures of the epochs that are done. */
  readonly #logs: Logs[] = [];

  constructor(trainer: Trainer, learner: Learner, job: FitJob) {
    this.#trainer = trainer;
    this.#learner = learner;
    this.#job = job;
    this.#callbacks = new CallbackList(job.callbacks);
  }

  /** Trains. However that ends, the model has the trained weights, unless the kernels died. */
  async complete(): Promise<History> {
    try {
      for (const callback of this.#job.callbacks) callback.setTrainer?.(this.#trainer, this.#job.plan);
      this.#resume();
      return await this.#train();
    } finally {
      this.#learner.traceNonFinite(false);
    }
  }

  async #train(): Promise<History> {
    this.#augmenting = this.#job.augment?.open(this.#learner.recipe.seed);
    try {
      return await this.#run();
    } finally {
      this.#learner.pull();
      await this.#augmenting?.close();
    }
  }

  /** Where it stands, for a checkpoint. */
  state(): FitState {
    const { plan, shuffle, augment } = this.#job;
    const underway = this.#underway;
    return {
      progress: {
        epoch: this.#epoch,
        figures: plan.figures,
        underway: underway && { batch: underway.batch, totals: underway.totals.state() },
        stopped: this.#trainer.stopTraining,
        logs: this.#logs,
        batches: batchesOf(plan, shuffle, augment),
      },
      callbacks: this.#callbacks.states(),
    };
  }

  /** Takes up what a checkpoint left. */
  #resume(): void {
    const { checkpoint } = this.#job;
    if (!checkpoint) return;
    const { progress, callbacks } = checkpoint.fit;
    this.#callbacks.restore(callbacks, progress.figures !== undefined);
    this.#learner.restore(checkpoint.learner);
    this.#epoch = progress.epoch;
    this.#logs.push(...progress.logs);
    this.#trainer.stopTraining = progress.stopped;
    if (!progress.underway) return;
    const { batch, totals } = progress.underway;
    this.#underway = this.#epochUnderway(this.#learner.epochsBegun - 1, batch);
    this.#underway.totals.restore(totals);
  }

  async #run(): Promise<History> {
    const { epochs, figures } = this.#job.plan;
    await this.#callbacks.call('onTrainBegin');
    if (this.#underway) await this.#callbacks.callStateless('onEpochBegin', this.#epoch);
    while (this.#underway || (this.#epoch < epochs && !this.#stopped)) {
      const logs = await this.#trainEpoch();
      if (!logs) break;
      await this.#finishEpoch(logs);
    }
    if (this.#aborted && !this.#underway && this.#epoch < epochs) await this.#restBetweenEpochs();
    this.#learner.pull();
    await this.#callbacks.call('onTrainEnd', this.#logs.at(-1) ?? {});
    return historyOf(figures, this.#logs, this.#aborted && this.#epoch < epochs);
  }

  get #aborted(): boolean {
    return this.#job.signal?.aborted ?? false;
  }

  get #stopped(): boolean {
    return this.#aborted || this.#trainer.stopTraining;
  }

  #epochUnderway(number: number, batch: number): EpochUnderway {
    const { plan, shuffle } = this.#job;
    const { recipe } = this.#learner;
    const order = shuffle ? shuffledOrder(plan.samples, recipe.seed, number) : undefined;
    return { number, batch, totals: this.#learner.totals(), order };
  }

  /** The epoch's figures, with those of the validation; `undefined` when it was aborted. */
  async #trainEpoch(): Promise<Logs | undefined> {
    if (!this.#underway) {
      await this.#callbacks.call('onEpochBegin', this.#epoch);
      this.#underway = this.#epochUnderway(this.#learner.epochsBegun++, 0);
    }
    const underway = this.#underway;
    const whole = await this.#takeSteps(underway);
    const logs = whole ? await this.#validated(underway.totals.logs()) : undefined;
    if (!logs) await this.#rest('abort', underway);
    return logs;
  }

  async #finishEpoch(logs: Logs): Promise<void> {
    const epoch = this.#epoch++;
    const { batch } = this.#underway!;
    this.#underway = undefined;
    this.#logs.push(logs);
    await this.#callbacks.call('onEpochEnd', epoch, logs);
    await this.#callbacks.call('onRest', { after: 'epoch', epoch, batch, logs });
  }

  /**
   * Takes the steps that the epoch still has; false when it was aborted. As in Keras, an epoch that a callback has
   * stopped counts with the steps it had; an aborted one does not.
   */
  async #takeSteps(underway: EpochUnderway): Promise<boolean> {
    const { training: data, plan, classWeights } = this.#job;
    const callbacks = this.#callbacks;
    const { number, totals, order } = underway;
    const feed = new Feed({ data, order, plan, number, begin: underway.batch }, this.#augmenting);
    while (underway.batch < plan.steps && !(this.#trainer.stopTraining && underway.batch > 0)) {
      if (this.#aborted) return false;
      const { batch } = underway;
      if (callbacks.has('onTrainBatchBegin')) await callbacks.call('onTrainBatchBegin', batch);
      const samples = await feed.next();
      totals.add(samples.end - samples.begin, this.#learner.train(samples, classWeights));
      underway.batch++;
      if (callbacks.has('onTrainBatchEnd')) await callbacks.call('onTrainBatchEnd', batch, totals.logs());
      if (callbacks.has('onRest')) await this.#rest('step', underway);
      await this.#pause.due();
    }
    return true;
  }

  /** Of an interruption before the first step of an epoch. */
  #restBetweenEpochs(): Promise<void> {
    return this.#callbacks.call('onRest', { after: 'abort', epoch: this.#epoch, batch: 0, logs: {} });
  }

  #rest(after: 'step' | 'abort', { batch, totals }: EpochUnderway): Promise<void> {
    const logs = batch > 0 ? totals.logs() : {};
    return this.#callbacks.call('onRest', { after, epoch: this.#epoch, batch, logs });
  }

  /** The figures of an epoch together with those of its validation; `undefined` when that was aborted. */
  async #validated(logs: Logs): Promise<Logs | undefined> {
    this.#learner.pull();
    const { validation: data, plan, signal } = this.#job;
    if (!data) return logs;
    const run = { data, batchSize: plan.batchSize, signal, callbacks: this.#callbacks };
    const figures = await evaluation(this.#learner, run);
    if (!figures) return undefined;
    const named = Object.entries(figures).map(([figure, value]) => [validationName(figure), value]);
    return { ...logs, ...Object.fromEntries(named) };
  }
}
