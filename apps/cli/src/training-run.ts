import { DetectionDataset } from '@cnn/datasets';
import { saveModel } from '@cnn/layers';
import {
  type Callback,
  earlyStopping,
  modelCheckpoint,
  type RunPace,
  reduceLROnPlateau,
  type Trainer,
  type TrainingData,
  terminateOnNaN,
  trainingSize,
} from '@cnn/train';
import { augmentationOf, mixesLabels } from './augmentations.js';
import type { DataChoice, ImageSplits } from './catalog.js';
import { rateDetector } from './detection.js';
import { divergenceMessage } from './divergence.js';
import { DivergedError } from './errors.js';
import { type EndEvent, type EpochFigures, peakMemoryMB, type StartEvent } from './events.js';
import { periodIn } from './kinds.js';
import { loggersOf } from './logs.js';
import { Progress, perSecond } from './progress.js';
import type { TrainingReport } from './report/training-report.js';
import { otherVersion, type Resumption } from './resumption.js';
import { FOUND_ENTRY, type RunFolder } from './run-folder.js';
import { rateOfLastStep } from './schedules.js';
import { endFigures, type TestFigures, targetsOf, testOn } from './test-figures.js';
import type { Recipe } from './train-settings.js';

/** What a run is made of. */
export interface RunParts {
  trainer: Trainer;
  splits: ImageSplits;
  folder: RunFolder;
  report: TrainingReport;
  /** The options, with what was chosen where they leave a choice. */
  recipe: Recipe & { data: DataChoice };
  /** What its learning rate goes by. */
  pace: RunPace;
  signal: AbortSignal;
  /** Of the images. */
  dataFingerprint: string;
  /** What to go on from, in the same folder. */
  resumption: Resumption | undefined;
}

/** Trains and tests, keeping the run folder up to date all along. */
export class TrainingRun {
  readonly #parts: RunParts;
  readonly #progress: Progress;
  readonly #guard = terminateOnNaN();
  #began = 0;
  /** Whether there is a run folder, because training began. */
  started = false;
  /** Whether an epoch is being rated, which an interruption waits for. */
  rating = false;

  constructor(parts: RunParts) {
    this.#parts = parts;
    const tasks = {
      begin: (trainSize: number, validationSize: number) => this.#begin(trainSize, validationSize),
      epoch: () => this.#save(),
      rate: () => this.#rate(),
      lastRate: () => this.#lastRate(),
    };
    this.#progress = new Progress(parts.report, tasks, parts.resumption?.epochs);
  }

  /**
   * The whole run. Weights and history are in the folder after each epoch, and however this ends once
   * training has begun.
   * @throws what the abort signal was given as its reason, after the step that it interrupted; DivergedError when
   * the loss became no number
   */
  async complete(): Promise<void> {
    const { report, signal } = this.#parts;
    try {
      await this.#train();
      signal.throwIfAborted();
      const test = await this.#test();
      await this.#save(test);
      report.end?.(this.#endEvent(test));
    } finally {
      report.close?.();
    }
  }

  /** Where training stands, such as `epoch 3, step 120`. */
  get position(): string {
    return `epoch ${this.#progress.epoch}, step ${this.#progress.step}`;
  }

  async #begin(trainSize: number, validationSize: number): Promise<void> {
    const { trainer, folder, report, recipe, splits, resumption } = this.#parts;
    const { model, session } = trainer;
    const parameters = model.weights.reduce(
      (sum, { trainable, value }) => sum + (trainable ? value.size : 0),
      0,
    );
    const event: StartEvent = {
      event: 'start',
      model: recipe.model,
      data: recipe.data,
      parameters,
      threads: session.threads,
      variant: session.variant,
      trainSize,
      validationSize,
    };
    const { event: _, model: __, data: ___, ...found } = event;
    const now = new Date().toISOString();
    await folder.make();
    // Before the number of epochs: a run that has a test is taken for complete.
    if (resumption) await folder.write('history', { epochs: this.#progress.epochs, test: null });
    await folder.write('config', {
      ...recipe,
      [FOUND_ENTRY]: {
        ...found,
        testSize: splits.test.length,
        dataSource: splits.source,
        dataFingerprint: this.#parts.dataFingerprint,
        startedAt: resumption?.found['startedAt'] ?? now,
        ...(resumption && { resumedAt: now }),
      },
    });
    this.started = true;
    this.#began = performance.now();
    report.start?.(event);
  }

  async #save(test?: TestFigures): Promise<void> {
    const { folder, trainer } = this.#parts;
    // Weights that are no numbers are worth less than those that were saved before.
    if (!this.#guard.divergence) await folder.write('weights', saveModel(trainer.model));
    await folder.write('history', { epochs: this.#progress.epochs, test: test ?? null });
  }

  async #train(): Promise<void> {
    const { trainer, splits, recipe, signal, resumption } = this.#parts;
    const { epochs, batchSize, validationSplit } = recipe;
    const augment = augmentationOf(recipe.augment, splits.train, trainer.model);
    // Images that were chosen for it are better than a share of the others.
    const validation = splits.validation
      ? { validationData: this.#targets(splits.validation) }
      : { validationSplit };
    try {
      await trainer.fit(this.#targets(splits.train), {
        epochs,
        batchSize,
        ...validation,
        augment,
        signal,
        callbacks: this.#callbacks(),
        ...(resumption && { resume: resumption.checkpoint }),
      });
    } catch (error) {
      throw (resumption && otherVersion(error, resumption)) ?? error;
    } finally {
      if (this.started) await this.#save();
    }
    const { divergence } = this.#guard;
    if (divergence) throw new DivergedError(divergenceMessage(divergence));
  }

  #callbacks(): Callback[] {
    const { splits, folder, recipe } = this.#parts;
    const { reduceLrOnPlateau, earlyStopping: patience } = recipe;
    const monitor = splits.validation || recipe.validationSplit > 0 ? 'valLoss' : 'loss';
    const checkpoints = modelCheckpoint({
      every: periodIn(recipe.checkpointEvery),
      save: async (bytes) => {
        if (!this.#guard.divergence) await folder.write('checkpoint', bytes);
      },
    });
    return [
      this.#progress,
      this.#guard,
      ...(reduceLrOnPlateau === undefined
        ? []
        : [reduceLROnPlateau({ monitor, patience: reduceLrOnPlateau })]),
      ...(patience === undefined ? [] : [earlyStopping({ monitor, patience, restoreBestWeights: true })]),
      ...loggersOf(recipe.log, folder.path),
      // Last, so that it keeps what the others remember of an epoch.
      checkpoints,
    ];
  }

  /** A run that goes on for more epochs took its last step by the schedule that it had before. */
  #lastRate(): number {
    const { pace, trainer, recipe, resumption } = this.#parts;
    const epochs = resumption?.planned ?? pace.epochs;
    return rateOfLastStep({ ...pace, epochs }, trainer, recipe.accumulate);
  }

  /** With what the loss takes. */
  #targets(data: ImageSplits['train']): TrainingData {
    return targetsOf(this.#parts.trainer, data, this.#oneHot);
  }

  get #oneHot(): boolean {
    return mixesLabels(this.#parts.recipe.augment);
  }

  async #test(): Promise<TestFigures> {
    const { trainer, splits, recipe, signal, report } = this.#parts;
    const options = { batchSize: recipe.batchSize, signal, oneHot: this.#oneHot, onPhase: report.phase };
    return (await testOn(trainer, splits.test, options)).figures;
  }

  /**
   * Of a detector, how well it finds the objects that it is validated with. An interruption waits for it: the epoch is
   * done but for this figure, and would have no checkpoint.
   */
  async #rate(): Promise<Partial<EpochFigures>> {
    const { trainer, splits, recipe, report } = this.#parts;
    const { train, validation } = splits;
    if (!(train instanceof DetectionDataset)) return {};
    const held = validation ?? train.rows(trainingSize(train.length, recipe.validationSplit), train.length);
    if (!(held instanceof DetectionDataset) || held.length === 0) return { valMeanAveragePrecision: null };
    const { model, session } = trainer;
    this.rating = true;
    const { half } = await rateDetector(model, held, {
      ...{ session, batchSize: recipe.batchSize },
      onProgress: (share) => report.phase?.('finding objects', share),
    }).finally(() => {
      this.rating = false;
    });
    return { valMeanAveragePrecision: half.mean };
  }

  #endEvent(test: TestFigures): EndEvent {
    const { imagesSeen, trainingSeconds } = this.#progress;
    return {
      event: 'end',
      ...endFigures(test),
      seconds: (performance.now() - this.#began) / 1000,
      imagesPerSecond: perSecond(imagesSeen, trainingSeconds),
      peakMemoryMB: peakMemoryMB(),
    };
  }
}
