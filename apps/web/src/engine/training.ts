import type { Dataset, DatasetSplits } from '@cnn/datasets';
import { loadModel, type Model, type Session } from '@cnn/layers';
import { ConfigError, FormatError } from '@cnn/tensor';
import { adam, compile, type FitPlan, type Optimizer, sgd, type Trainer } from '@cnn/train';
import { FitWatch } from './fit-watch.js';
import { Gate } from './gate.js';
import { buildModel } from './models.js';
import type { EpochFigures, OptimizerName, Run, TrainingEvent, TrainingRequest } from './protocol.js';
import type { RunArchive } from './run-archive.js';
import { Trace } from './trace.js';

const optimizers: Record<OptimizerName, (learningRate: number) => Optimizer> = {
  adam: (learningRate) => adam({ learningRate }),
  sgd: (learningRate) => sgd({ learningRate }),
};

/** What a training works with. */
interface Parts {
  readonly request: TrainingRequest;
  readonly splits: DatasetSplits;
  readonly session: Session;
  readonly archive: RunArchive;
  readonly listener: (event: TrainingEvent) => void;
}

/** One training from its beginning to its end, which a person may steer. Runs and weights are kept at each epoch. */
export class Training {
  readonly #parts: Parts;
  readonly #gate = new Gate();
  readonly #stop = new AbortController();
  #trainer!: Trainer;
  #watch!: FitWatch;
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
    this.#trainer.learningRate = rate;
  }

  /** Trains, and tests what was learned. @throws ConfigError, ShapeError, DataError or KernelError */
  async complete(): Promise<Run> {
    const { request, session } = this.#parts;
    const { settings } = request;
    const before = await this.#before();
    const model = await this.#model();
    this.#trainer = await compile(model, {
      optimizer: optimizers[settings.optimizer](settings.learningRate),
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
      seed: settings.seed + before.epochs.length,
      session,
    });
    this.#run = before;
    this.#watch = new FitWatch(
      this.#gate,
      {
        begin: (plan) => this.#begin(plan),
        progress: (progress) => this.#tell({ kind: 'progress', progress }),
        epoch: (figures) => this.#epoch(figures),
      },
      { epochs: before.epochs.length, trace: new Trace(before.trace) },
    );
    try {
      return await this.#train();
    } finally {
      await this.#trainer.close();
    }
  }

  /** The run that is gone on with, or a new one. */
  async #before(): Promise<Run> {
    const { request, archive, splits } = this.#parts;
    const { data, from, settings } = request;
    const known = 'run' in from ? await archive.find(from.run) : undefined;
    const config = {
      ...known?.config,
      ...settings,
      model: 'run' in from ? (known?.config.model ?? '?') : from.name,
      data,
      dataSource: splits.source,
      startedAt: known?.config.startedAt ?? new Date().toISOString(),
    };
    const fresh = { id: crypto.randomUUID(), epochs: [], trace: [], test: null, hasWeights: false };
    return { ...(known ?? fresh), config, state: 'training' };
  }

  async #model(): Promise<Model> {
    const { request, splits, archive } = this.#parts;
    const { x, classNames } = splits.train;
    const { from, settings, data } = request;
    if ('run' in from) return this.#expectFits(await savedModel(archive, from.run), splits.train);
    const imageShape = x.shape.slice(1) as [number, number, number];
    const model = buildModel(from, { imageShape, classes: classNames.length }, settings.seed);
    const { metadata } = model;
    metadata['model'] = from.name;
    metadata['data'] = data;
    metadata['classNames'] = JSON.stringify(classNames);
    return model;
  }

  /** Said before `fit` would, which knows nothing of classes' names. */
  #expectFits(model: Model, { classNames }: Dataset): Model {
    const classes = model.outputShape.at(-1);
    if (classes === classNames.length) return model;
    throw new ConfigError(
      `The run's model tells ${classes} classes apart; the data has ${classNames.length}. Choose the data that the run learned from.`,
    );
  }

  async #train(): Promise<Run> {
    const { splits, request, session } = this.#parts;
    const { epochs, batchSize, validationSplit } = request.settings;
    const { train, test } = splits;
    const { signal } = this.#stop;
    try {
      await this.#trainer.fit(train, {
        epochs,
        batchSize,
        validationSplit,
        signal,
        callbacks: [this.#watch],
      });
      this.#watch.tell('testing');
      const logs = await this.#trainer.evaluate(test, { batchSize, signal });
      const config = { ...this.#run.config, testSize: test.length };
      this.#change({ config, state: 'finished', test: { loss: logs['loss']!, accuracy: logs['accuracy']! } });
    } catch (error) {
      if (!signal.aborted) {
        this.#change({ state: 'stopped' });
        await this.#save().catch(() => {});
        throw error;
      }
      this.#change({ state: 'stopped' });
    }
    const { threads, variant } = session;
    this.#change({ config: { ...this.#run.config, threads, variant } });
    await this.#save();
    return this.#run;
  }

  async #begin(plan: FitPlan): Promise<void> {
    const { session } = this.#parts;
    const parameters = this.#trainer.model.weights.reduce(
      (sum, { trainable, value }) => sum + (trainable ? value.size : 0),
      0,
    );
    const { threads, variant } = session;
    const found = {
      parameters,
      threads,
      variant,
      trainSize: plan.samples,
      validationSize: plan.validationSamples,
    };
    this.#change({ config: { ...this.#run.config, ...found } });
    await this.#parts.archive.save(this.#run);
  }

  async #epoch(figures: EpochFigures): Promise<void> {
    this.#change({ epochs: [...this.#run.epochs, figures] });
    await this.#save();
  }

  async #save(): Promise<void> {
    const weights = (await this.#trainer.save()) as Uint8Array<ArrayBuffer>;
    this.#change({ hasWeights: true });
    await this.#parts.archive.save(this.#run, weights);
  }

  #change(changes: Partial<Run>): void {
    this.#run = { ...this.#run, ...changes, trace: this.#watch.trace.points };
    this.#tell({ kind: 'run', run: this.#run });
  }

  #tell(event: TrainingEvent): void {
    this.#parts.listener(event);
  }
}

async function savedModel(archive: RunArchive, id: string): Promise<Model> {
  const weights = await archive.weights(id);
  if (weights) return loadModel(weights);
  throw new FormatError(
    'This run has no weights; only runs with a model.safetensors can be gone on with. Open one.',
  );
}
