import { shuffledOrder } from './batches.js';
import type { Logs } from './callbacks/callback.js';
import { CallbackList } from './callbacks/callback-list.js';
import { evaluation } from './evaluation.js';
import type { FitJob } from './fit-job.js';
import { type History, validationName } from './history.js';
import type { Learner } from './learner.js';
import { Means } from './means.js';
import { Pause } from './pause.js';
import type { Trainer } from './trainer.js';

/** Trains. However that ends, the model has the trained weights, unless the kernels died. */
export async function fit(trainer: Trainer, learner: Learner, job: FitJob): Promise<History> {
  for (const callback of job.callbacks) callback.setTrainer?.(trainer, job.plan);
  try {
    return await new Fit(trainer, learner, job).run();
  } finally {
    learner.pull();
  }
}

class Fit {
  readonly #trainer: Trainer;
  readonly #learner: Learner;
  readonly #job: FitJob;
  readonly #callbacks: CallbackList;
  readonly #pause = new Pause();

  constructor(trainer: Trainer, learner: Learner, job: FitJob) {
    this.#trainer = trainer;
    this.#learner = learner;
    this.#job = job;
    this.#callbacks = new CallbackList(job.callbacks);
  }

  async run(): Promise<History> {
    const { epochs, figures } = this.#job.plan;
    const done: number[] = [];
    const metrics = Object.fromEntries(figures.map((figure) => [figure, [] as number[]]));
    let logs: Logs = {};
    await this.#callbacks.call('onTrainBegin');
    for (let epoch = 0; epoch < epochs && !this.#stopped; epoch++) {
      const finished = await this.#epoch(epoch);
      if (!finished) break;
      logs = finished;
      done.push(epoch);
      for (const figure of figures) metrics[figure]!.push(logs[figure]!);
      await this.#callbacks.call('onEpochEnd', epoch, logs);
    }
    this.#learner.pull();
    await this.#callbacks.call('onTrainEnd', logs);
    return { epochs: done, metrics, aborted: this.#aborted && done.length < epochs };
  }

  get #aborted(): boolean {
    return this.#job.signal?.aborted ?? false;
  }

  get #stopped(): boolean {
    return this.#aborted || this.#trainer.stopTraining;
  }

  /** The epoch's figures, with those of the validation; `undefined` when it was aborted. */
  async #epoch(epoch: number): Promise<Logs | undefined> {
    await this.#callbacks.call('onEpochBegin', epoch);
    const logs = await this.#trainEpoch();
    if (!logs) return undefined;
    this.#learner.pull();
    const { validation: data, plan, signal } = this.#job;
    if (!data) return logs;
    const run = { data, batchSize: plan.batchSize, signal, callbacks: this.#callbacks };
    const figures = await evaluation(this.#learner, run);
    if (!figures) return undefined;
    const named = Object.entries(figures).map(([figure, value]) => [validationName(figure), value]);
    return { ...logs, ...Object.fromEntries(named) };
  }

  /** As in Keras, an epoch that a callback has stopped counts with the steps it had; an aborted one does not. */
  async #trainEpoch(): Promise<Logs | undefined> {
    const { training: data, plan, shuffle } = this.#job;
    const { batchSize, samples } = plan;
    const learner = this.#learner;
    const callbacks = this.#callbacks;
    const means = new Means(learner.figures);
    const order = shuffle ? shuffledOrder(samples, learner.recipe.seed, learner.epochsBegun) : undefined;
    learner.epochsBegun++;
    for (let batch = 0; batch < plan.steps; batch++) {
      if (this.#aborted) return undefined;
      if (callbacks.has('onTrainBatchBegin')) await callbacks.call('onTrainBatchBegin', batch);
      const begin = batch * batchSize;
      const end = Math.min(begin + batchSize, samples);
      means.add(end - begin, learner.train({ data, order, begin, end }));
      if (callbacks.has('onTrainBatchEnd')) await callbacks.call('onTrainBatchEnd', batch, means.logs());
      await this.#pause.due();
      if (this.#trainer.stopTraining) break;
    }
    return means.logs();
  }
}
