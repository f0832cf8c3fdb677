import { statistics } from '@cnn/datasets';
import { loadModel, type Model, noteClassifier, type Session } from '@cnn/layers';
import { FormatError } from '@cnn/tensor';
import {
  compile,
  type FitPlan,
  Gate,
  modelCheckpoint,
  type TerminateOnNaN,
  type Trainer,
  type TrainingData,
  terminateOnNaN,
  trainingSize,
} from '@cnn/train';
import { unkeptBecause } from './database.js';
import { FitWatch } from './fit-watch.js';
import { expectFittingData } from './fitting-data.js';
import { GradientWatch } from './gradient-watch.js';
import type { EpochFigures, Run } from './protocol/run.js';
import { type Figures, figureNames, validationName } from './protocol/task.js';
import type { Progress, TrainingEvent, TrainingRequest } from './protocol/training.js';
import { optimizerOf, stepsOfEpoch } from './recipe.js';
import type { RunArchive } from './run-archive.js';
import { goingOn, type Start } from './run-start.js';
import type { ImageSplits, Images, TaskWork } from './tasks/task-work.js';
import { Trace } from './trace.js';
import { about } from './trouble.js';

/** How many training images are rated at the end of an epoch; all would take as long as to learn from them. */
const imagesRated = 200;

/** What a training works with. */
interface Parts {
  readonly request: TrainingRequest;
  readonly task: TaskWork;
  readonly splits: ImageSplits;
  readonly session: Session;
  readonly archive: RunArchive;
  readonly listener: (event: TrainingEvent) => void;
  /** Whether somebody wants to know of gradients. */
  readonly gradientsWanted: boolean;
}

/** What a run is gone on with from. */
interface Checkpoint {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How far training had come, in epochs. */
  readonly at: number;
}

/** One training from its beginning to its end, which a person may steer. Its run is kept at the end of each epoch. */
export class Training {
  readonly #parts: Parts;
  readonly #gate = new Gate();
  readonly #stop = new AbortController();
  #trainer: Trainer | undefined;
  #gradients: GradientWatch | undefined;
  #trace!: Trace;
  #run!: Run;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  pause(): void {
    this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  /** Ends after the step that is being taken; what was learned is kept. */
  stop(): void {
    this.#stop.abort();
    this.#gate.open();
  }

  /** @throws ConfigError unless it is a finite number ≥ 0 */
  setLearningRate(rate: number): void {
    if (this.#trainer) this.#trainer.learningRate = rate;
  }

  /** Whether to measure gradients from now on. */
  set gradientsWanted(wanted: boolean) {
    if (this.#gradients) this.#gradients.wanted = wanted;
  }

  /** The model of a run that is under way, with the weights of this moment. */
  modelOf(run: string): Model | undefined {
    if (!this.#trainer || this.#run.id !== run) return undefined;
    this.#trainer.pull();
    return this.#trainer.model;
  }

  /** Trains, and tests what was learned. @throws ConfigError, ShapeError, DataError or KernelError */
  async complete(): Promise<Run> {
    const { request, session, splits, task } = this.#parts;
    const { settings } = request;
    const start = 'run' in request.from ? await this.#oldRun(request.from.run) : this.#newRun();
    this.#run = start.run;
    this.#trace = new Trace(start.run.trace);
    const trainer = await compile(start.model, {
      // The schedule is that of the epochs which are to come.
      optimizer: optimizerOf({ ...settings, epochs: settings.epochs - start.before }, splits.train.length),
      ...task.goal(start.model, settings),
      seed: settings.seed,
      session,
    });
    this.#trainer = trainer;
    try {
      await this.#train(trainer, start);
      return this.#run;
    } finally {
      await trainer.close();
    }
  }

  #newRun(): Start {
    const { request, splits, task } = this.#parts;
    const { data, from, settings } = request;
    if ('run' in from) throw new Error('This run is not new.');
    const { x, classNames } = splits.train;
    const imageShape = x.shape.slice(1) as [number, number, number];
    const { seed } = settings;
    const normalization = settings.normalize ? this.#statistics() : undefined;
    const model = task.build(from, { imageShape, classes: classNames.length }, { seed, normalization });
    noteClassifier(model, { model: from.name, data, classNames });
    const run: Run = {
      id: crypto.randomUUID(),
      config: { model: from.name, data, ...settings },
      found: { dataSource: splits.source, startedAt: new Date().toISOString() },
      epochs: [],
      trace: [],
      test: null,
      state: 'training',
      hasWeights: false,
      resumable: false,
    };
    return { run, model, before: 0 };
  }

  /** Of the images that are learned from, not of those that validate. */
  #statistics() {
    const { request, splits } = this.#parts;
    const images = trainingSize(splits.train.length, request.settings.validationSplit);
    return statistics(splits.train.take(Math.max(1, images)));
  }

  /** With what the loss takes. */
  #targets(data: Images, model: Model): TrainingData {
    const { request, task } = this.#parts;
    return task.targets(data, model, request.settings);
  }

  async #oldRun(id: string): Promise<Start> {
    const { archive, request, splits } = this.#parts;
    const { run, weights } = await archive.read(id);
    if (!run || !weights) {
      throw new FormatError(
        'This run has no weights; only runs with a model.safetensors can be gone on with. Open one.',
        about({ kind: 'no-weights' }),
      );
    }
    const model = loadModel(weights);
    await expectFittingData(model, request.data, splits.train.classNames);
    return goingOn(run, model, weights, { ...request.settings, data: request.data });
  }

  async #train(trainer: Trainer, { resume, before }: Start): Promise<void> {
    const { splits, request, task } = this.#parts;
    const { model } = trainer;
    const { epochs, batchSize, validationSplit } = request.settings;
    const { signal } = this.#stop;
    const guard = terminateOnNaN();
    const watch = this.#watch(trainer, guard, before);
    this.#gradients = this.#gradientWatch(model, before);
    const steps = stepsOfEpoch(request.settings, splits.train.length);
    const checkpoints = modelCheckpoint({
      save: (bytes, { epoch, batch }) => this.#save({ bytes, at: before + epoch + batch / steps }),
    });
    try {
      await trainer.fit(this.#targets(splits.train, model), {
        epochs: epochs - before,
        batchSize,
        validationSplit,
        signal,
        augment: task.augmentation(splits.train, model, request.settings),
        callbacks: [guard, watch, this.#gradients, checkpoints],
        ...(resume ? { resume } : {}),
      });
      signal.throwIfAborted();
      watch.tellTesting();
      const logs = await trainer.evaluate(this.#targets(splits.test, model), { batchSize, signal });
      const rated = await this.#rated(trainer, splits.test);
      const found = { ...this.#run.found, testSize: splits.test.length };
      this.#change({ found, state: 'finished', test: { loss: logs['loss']!, ...logs, ...rated } });
    } catch (error) {
      this.#change({ state: 'stopped' });
      if (!signal.aborted) throw error;
    } finally {
      await this.#save();
    }
  }

  #watch(trainer: Trainer, guard: TerminateOnNaN, before: number): FitWatch {
    const listener = {
      begin: (plan: FitPlan) => this.#begin(trainer, plan),
      progress: (progress: Progress) => this.#parts.listener({ kind: 'progress', progress }),
      rate: () => this.#rateEpoch(trainer),
      epoch: (figures: Run['epochs'][number]) => this.#change({ epochs: [...this.#run.epochs, figures] }),
    };
    return new FitWatch(this.#gate, guard, listener, { epochs: before, trace: this.#trace });
  }

  /** At the end of an epoch: of some training images, and of those that validate. */
  async #rateEpoch(trainer: Trainer): Promise<Partial<EpochFigures>> {
    const { request, splits, task } = this.#parts;
    if (!task.rate) return {};
    const { train } = splits;
    const learned = trainingSize(train.length, request.settings.validationSplit);
    const figures = await this.#rated(trainer, train.take(Math.min(learned, imagesRated)));
    const held = learned < train.length ? await this.#rated(trainer, train.rows(learned, train.length)) : {};
    const names = figureNames.filter((name) => name in figures);
    const validation = names.map((name) => [validationName(name), held[name] ?? null]);
    return { ...figures, ...Object.fromEntries(validation) };
  }

  async #rated({ model, session }: Trainer, data: Images): Promise<Figures> {
    const { request, task } = this.#parts;
    return (await task.rate?.(model, data, { batchSize: request.settings.batchSize, session })) ?? {};
  }

  /** Of as many samples as a step takes, the first ones. */
  #gradientWatch(model: Model, before: number): GradientWatch {
    const { gradientsWanted, listener, request, splits } = this.#parts;
    const batch = this.#targets(splits.train.take(request.settings.batchSize), model);
    const watch = new GradientWatch(batch, before, (figures) => listener({ kind: 'gradients', figures }));
    watch.wanted = gradientsWanted;
    return watch;
  }

  async #begin({ model, session: { threads, variant } }: Trainer, plan: FitPlan): Promise<void> {
    const parameters = model.weights.reduce(
      (sum, { trainable, value }) => sum + (trainable ? value.size : 0),
      0,
    );
    const { samples: trainSize, validationSamples: validationSize } = plan;
    const found = { ...this.#run.found, parameters, threads, variant, trainSize, validationSize };
    this.#change({ found });
    await this.#save();
  }

  /** Keeps the run; with a checkpoint, what it goes on from, too. */
  async #save(checkpoint?: Checkpoint): Promise<void> {
    const kept = checkpoint ? { hasWeights: true, resumable: true, weightsAt: checkpoint.at } : {};
    try {
      await this.#parts.archive.save({ ...this.#run, ...kept }, checkpoint?.bytes);
    } catch (error) {
      const trouble = unkeptBecause(error);
      if (!trouble) throw error;
      // What was learned can still be watched.
      this.#parts.listener({ kind: 'trouble', trouble });
      // Where nothing at all is kept, the archive holds it for this visit.
      if (trouble.kind === 'no-room') return;
    }
    if (checkpoint) this.#change(kept);
  }

  #change(changes: Partial<Run>): void {
    this.#run = { ...this.#run, ...changes, trace: this.#trace.points };
    this.#parts.listener({ kind: 'run', run: this.#run });
  }
}
