import {
  type Ends,
  expectKnownOptions,
  type Model,
  type SymbolicTensor,
  saveModel,
  truth,
  wholePositive,
} from '@cnn/layers';
import { ConfigError, type Session } from '@cnn/tensor';
import type { Callback, Logs } from './callbacks/callback.js';
import { CallbackList, checkCallbacks } from './callbacks/callback-list.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint/file.js';
import { expectSameParts } from './checkpoint/resume.js';
import { Confusion, type ConfusionMatrix } from './confusion-matrix.js';
import { checkData, samplesOf, type TrainingData } from './data.js';
import { evaluation } from './evaluation.js';
import { Fit } from './fit.js';
import { type FitOptions, fitJob } from './fit-job.js';
import type { GradientNorms } from './gradient-norms.js';
import type { History } from './history.js';
import type { Learner } from './learner.js';
import { checkLearningRate, rateAt } from './learning-rate.js';
import type { NonFinite } from './non-finite.js';
import { checkSignal } from './signal.js';

/** Options of `trainer.confusionMatrix`. */
export interface ConfusionMatrixOptions {
  /**
   * Samples computed at a time. Default 32; the figures do not depend on it but for rounding, and but for a loss with an
   * `ignoreClass`, which is that of what counts in each batch.
   */
  batchSize?: number;
  /** Ends it after the batch that is being computed. */
  signal?: AbortSignal;
}

/** Options of `trainer.evaluate`. */
export interface EvaluateOptions extends ConfusionMatrixOptions {
  /** Of whose methods those that begin with `onTest` are called. Default none. */
  callbacks?: readonly Callback[];
}

/** A model together with how it learns; made by {@link compile}. */
export class Trainer<In extends Ends = SymbolicTensor, Out extends Ends = SymbolicTensor> {
  readonly model: Model<In, Out>;
  /** Names of the figures of an epoch: `loss`, that of each of several outputs, such as `boxLoss`, then the metrics. */
  readonly figures: readonly string[];
  /** Set by a callback to end training after the step that is being taken. `fit` begins by clearing it. */
  stopTraining = false;
  readonly #learner: Learner;
  readonly #session: Session;
  readonly #ownsSession: boolean;
  #fit: Fit | undefined;
  #evaluations = 0;
  #closed = false;

  /** @internal */
  constructor(learner: Learner, session: Session, ownsSession: boolean) {
    this.model = learner.model as Model<In, Out>;
    this.figures = learner.figures;
    this.#learner = learner;
    this.#session = session;
    this.#ownsSession = ownsSession;
  }

  /** Where it computes: its `variant` and `threads` can be read. */
  get session(): Session {
    return this.#session;
  }

  /** Steps taken so far, through all calls of `fit`. */
  get step(): number {
    return this.#learner.stepsTaken;
  }

  /** The learning rate of the next step. Setting it replaces a function by the number, also while training. */
  get learningRate(): number {
    return rateAt(this.#learner.learningRate, this.#learner.moves);
  }

  /** @throws ConfigError unless it is a finite number ≥ 0 */
  set learningRate(rate: number) {
    checkLearningRate(rate);
    this.#learner.learningRate = rate;
  }

  /**
   * Trains the model: the loss of each batch is computed, differentiated, and the weights are moved, epoch by
   * epoch. A second call goes on where the first one ended, with the optimizer's memory, as in Keras. What
   * comes out depends on the seed, not on the number of threads.
   *
   * The event loop has its turn about every 50 ms. Once the promise resolves the model has the trained
   * weights; it has those of the epoch so far at the end of each one. A loss that becomes NaN does not end
   * training; the history shows it. With an optimizer that averages weights (`useEma`), validation goes by the
   * averages, and the model gets these.
   * @param data samples x `[samples, …inputShape]` and y, as the loss wants it; a data set of @cnn/datasets. For a
   * model of several inputs or outputs x and y are objects by their names, or lists in their order
   * @throws ConfigError, ShapeError or DataError for unusable options or data, before anything changes
   * @throws KernelError when a kernel thread dies or the session is closed; the model keeps the weights of the
   * last epoch's end
   */
  async fit(data: TrainingData<In, Out>, options: FitOptions = {}): Promise<History> {
    this.#expectOpen();
    if (this.#fit) throw busy('fit', 'fit again');
    if (this.#evaluations > 0) throw busy('evaluate', 'fit');
    const job = fitJob(this.#learner, data, options);
    this.#fit = new Fit(this as unknown as Trainer, this.#learner, job);
    this.stopTraining = false;
    try {
      return await this.#fit.complete();
    } finally {
      this.#fit = undefined;
    }
  }

  /**
   * The mean loss and metrics of data, which nothing is learned from: `{ loss, accuracy, … }`.
   * @throws ConfigError, ShapeError or DataError for unusable options or data; the signal's reason when it
   * ended the evaluation
   */
  evaluate(data: TrainingData<In, Out>, options?: EvaluateOptions & { confusion?: false }): Promise<Logs>;
  /**
   * The same, and in one pass what {@link confusionMatrix} counts.
   * @example const { confusionMatrix, ...figures } = await trainer.evaluate(test, { confusion: true });
   */
  evaluate(
    data: TrainingData<In, Out>,
    options: EvaluateOptions & { confusion: true },
  ): Promise<Logs & { confusionMatrix: ConfusionMatrix }>;
  /** Either of these. */
  evaluate(
    data: TrainingData<In, Out>,
    options: EvaluateOptions & { confusion?: boolean },
  ): Promise<Logs & { confusionMatrix?: ConfusionMatrix }>;
  async evaluate(
    data: TrainingData<In, Out>,
    options: EvaluateOptions & { confusion?: boolean } = {},
  ): Promise<Logs & { confusionMatrix?: ConfusionMatrix }> {
    const counts = options.confusion ? new Confusion() : undefined;
    const logs = await this.#tested('evaluate', data, options, counts);
    return counts ? Object.assign({}, logs, { confusionMatrix: counts.matrix }) : logs;
  }

  /**
   * How often each class of the data was taken for which: `[true class][predicted class]`, counts of samples, or of
   * pixels where these have classes. The most probable class counts; a single output is yes (1) above ½. Weights of
   * samples play no part.
   * @throws as {@link evaluate}
   * @example const [, yes] = await trainer.confusionMatrix(test); // of those that are yes: missed, found
   */
  async confusionMatrix(
    data: TrainingData<In, Out>,
    options: ConfusionMatrixOptions = {},
  ): Promise<ConfusionMatrix> {
    const counts = new Confusion();
    await this.#tested('confusionMatrix', data, options, counts);
    return counts.matrix;
  }

  /** Goes through checked data without learning. */
  async #tested(
    method: string,
    data: TrainingData<In, Out>,
    options: EvaluateOptions & { confusion?: boolean },
    confusion: Confusion | undefined,
  ): Promise<Logs> {
    this.#expectOpen();
    if (confusion) expectOneMatrix(this.#learner);
    const samples = checkData('The data to evaluate', data, this.#learner.dataShape);
    const further = method === 'evaluate' ? ['confusion', 'callbacks'] : [];
    expectKnownOptions(method, options, ['batchSize', 'signal', ...further]);
    truth(`The confusion of ${method}`, options.confusion ?? false);
    const { signal, callbacks: given = [] } = options;
    checkSignal(method, signal);
    checkCallbacks(given);
    const batchSize = wholePositive('batchSize', options.batchSize ?? 32);
    this.#evaluations++;
    try {
      const callbacks = new CallbackList(given);
      const run = { data: samples, batchSize, signal, confusion, callbacks };
      const logs = await evaluation(this.#learner, run);
      if (logs === undefined) throw signal!.reason;
      return logs;
    } finally {
      this.#evaluations--;
    }
  }

  /**
   * How steep the loss of a batch is at the weights of this moment, layer by layer: the L2 norms of its gradients, just
   * as the next step would compute them (with its dropout, and batch normalisation by the batch), but no step is taken
   * and nothing changes. A `sampleWeight` of the batch counts; the `classWeight` of a fit, and what an optimizer does to
   * gradients, do not.
   *
   * Costs about as much as a training step, a copy of all gradients, and the memory for all of them at once, those of
   * what layers give included; the first call for a number of samples makes a plan. It can be called while `fit` trains,
   * from a callback for instance, and computes in the trainer's session. A batch as large as those trained on is enough.
   * @param batch samples, all of which are computed together
   * @throws ConfigError, ShapeError or DataError for unusable data
   * @example
   * const { layers } = await trainer.gradientNorms({ x: train.x.rows(0, 32), y: train.y.rows(0, 32) });
   */
  async gradientNorms(batch: TrainingData<In, Out>): Promise<GradientNorms> {
    this.#expectOpen();
    const data = checkData('The batch for gradientNorms', batch, this.#learner.dataShape);
    return this.#learner.gradientNorms({ data, order: undefined, begin: 0, end: samplesOf(data) });
  }

  /**
   * Gives the model the weights of this moment. `fit` does so at the end of each epoch; in between it is for whoever
   * wants to predict or to look inside while it trains, such as a callback. Costs a copy of all weights.
   */
  pull(): void {
    this.#expectOpen();
    this.#learner.pull();
  }

  /** @internal Whether to find out where a loss that is no number comes from, until `fit` ends. */
  traceNonFinite(on: boolean): void {
    this.#learner.traceNonFinite(on);
  }

  /** @internal Where the first such loss since then came from. */
  get nonFinite(): NonFinite | undefined {
    return this.#learner.nonFinite;
  }

  /** The model with its present weights as the bytes of a `.safetensors` file, to be read by `loadModel`. */
  async save(): Promise<Uint8Array> {
    if (!this.#closed) this.#learner.pull();
    return saveModel(this.model);
  }

  /**
   * All that the next step depends on, as the bytes of a `.safetensors` file: weights, the optimizer's memory, how
   * many steps were taken. Made during `fit`, in a callback's `onRest`, it also tells where that stands, within an
   * epoch too, with the history and what callbacks remember: `fit(data, { …, resume: bytes })` then gives the same
   * bits as if training had never stopped. `loadModel` reads the model in it.
   */
  checkpoint(): Uint8Array<ArrayBuffer> {
    this.#expectOpen();
    return writeCheckpoint(this.model, { learner: this.#learner.state(), fit: this.#fit?.state() });
  }

  /**
   * Takes weights, the optimizer's memory and the number of steps from a checkpoint, so that the next `fit` is what
   * it would have been for the trainer that made it; of one with another seed, with what this one's seed shuffles and
   * drops. To go on in the middle of a `fit`, give it the option `resume`.
   * @throws FormatError for a damaged checkpoint; ConfigError when it is one of another model or optimizer, before
   * anything changes
   */
  restore(checkpoint: Uint8Array): void {
    this.#expectOpen();
    if (this.#fit) throw busy('fit', 'restore a checkpoint');
    if (this.#evaluations > 0) throw busy('evaluate', 'restore a checkpoint');
    const { learner } = readCheckpoint(checkpoint);
    expectSameParts(this.#learner, learner);
    this.#learner.restore(learner);
  }

  /**
   * Frees what training needed: memory, and the threads unless the session was given to `compile`. The model
   * stays as it is. @throws ConfigError while `fit` or `evaluate` computes
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    if (this.#fit) throw busy('fit', 'close');
    if (this.#evaluations > 0) throw busy('evaluate', 'close');
    this.#closed = true;
    this.#learner.release();
    if (this.#ownsSession) await this.#session.close();
  }

  #expectOpen(): void {
    if (!this.#closed) return;
    throw new ConfigError(
      'This trainer has been closed, and has no memory or threads left to compute with. Compile the model again.',
    );
  }
}

/** @throws ConfigError for a model of several outputs */
function expectOneMatrix({ recipe: { goals } }: Learner): void {
  if (goals.length === 1) return;
  throw new ConfigError(
    `A confusion matrix is for models of a single output, and this one has ${goals.length}. Make a model of the output that is meant.`,
  );
}

function busy(method: string, wish: string): ConfigError {
  return new ConfigError(
    `This trainer is in the middle of ${method} and was asked to ${wish}; it does one at a time. Await the promise of ${method} first.`,
  );
}
