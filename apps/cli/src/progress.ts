import type { Callback, FitPlan, Logs, Trainer } from '@cnn/train';
import type { EpochEvent, EpochFigures } from './events.js';
import type { TrainingReport } from './report/training-report.js';

/** What is done, and waited for, at certain points of training. */
interface Tasks {
  begin(trainSize: number, validationSize: number): Promise<void>;
  epoch(): Promise<void>;
  /** Figures that are taken at the end of an epoch, beside those of training. */
  rate(): Promise<Partial<EpochFigures>>;
  /** The learning rate of the step that was taken last, in a run that is resumed. */
  lastRate(): number;
}

/** Follows a call of `fit`, takes the times, and tells a report. */
export class Progress implements Callback {
  /** Those that were finished, in the order of their numbers. */
  readonly epochs: EpochFigures[];
  /** The epoch that is under way, from 1, and the steps that it has taken. */
  epoch = 1;
  step = 0;
  /** Of all finished epochs, without validation. */
  trainingSeconds = 0;
  imagesSeen = 0;
  readonly #report: TrainingReport;
  readonly #tasks: Tasks;
  #trainer!: Trainer;
  #plan!: FitPlan;
  /** Of the step that is being taken, or was taken last. */
  #learningRate = 0;
  #epochBegan = 0;
  /** Steps that a resumed epoch had taken before. */
  #stepsBefore = 0;
  #trainingEnded = 0;
  #validationSeconds = 0;

  /** @param epochs what was finished before, in a run that is resumed */
  constructor(report: TrainingReport, tasks: Tasks, epochs: readonly EpochFigures[] = []) {
    this.epochs = [...epochs];
    this.#report = report;
    this.#tasks = tasks;
  }

  setTrainer(trainer: Trainer, plan: FitPlan): void {
    this.#trainer = trainer;
    this.#plan = plan;
  }

  async onTrainBegin(): Promise<void> {
    // An epoch that is resumed may have no step left to take.
    this.#learningRate = this.#tasks.lastRate();
    await this.#tasks.begin(this.#plan.samples, this.#plan.validationSamples);
  }

  onEpochBegin(epoch: number): void {
    this.epoch = epoch + 1;
    this.step = 0;
    // Whatever came after the checkpoint is done again.
    const before = this.epochs.filter((each) => each.epoch <= epoch);
    this.epochs.splice(0, this.epochs.length, ...before);
    this.#epochBegan = performance.now();
    this.#trainingEnded = this.#epochBegan;
    this.#stepsBefore = 0;
  }

  onTrainBatchBegin(): void {
    this.#learningRate = this.#trainer.learningRate;
  }

  onTrainBatchEnd(batch: number, logs: Logs): void {
    const { steps } = this.#plan;
    if (this.step === 0) this.#stepsBefore = batch;
    this.step = batch + 1;
    this.#trainingEnded = performance.now();
    const seconds = (this.#trainingEnded - this.#epochBegan) / 1000;
    this.#report.step?.({
      epoch: this.epoch,
      step: this.step,
      steps,
      loss: logs['loss']!,
      accuracy: logs['accuracy'],
      imagesPerSecond: perSecond(this.#imagesOfEpoch, seconds),
      secondsLeft: this.#secondsLeft(seconds),
    });
  }

  onTestBegin(): void {
    this.#report.phase?.('validating', 0);
  }

  onTestBatchEnd(batch: number): void {
    const { batchSize, validationSamples } = this.#plan;
    this.#report.phase?.('validating', Math.min(1, ((batch + 1) * batchSize) / validationSamples));
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const rated = await this.#tasks.rate();
    const now = performance.now();
    const seconds = (this.#trainingEnded - this.#epochBegan) / 1000;
    this.#validationSeconds = (now - this.#trainingEnded) / 1000;
    const images = this.#imagesOfEpoch;
    this.trainingSeconds += seconds;
    this.imagesSeen += images;
    const event: EpochEvent = {
      event: 'epoch',
      epoch: epoch + 1,
      loss: logs['loss']!,
      ...(logs['accuracy'] !== undefined && { accuracy: logs['accuracy'] }),
      valLoss: logs['valLoss'] ?? null,
      ...(logs['accuracy'] !== undefined && { valAccuracy: logs['valAccuracy'] ?? null }),
      ...(logs['meanIoU'] !== undefined && {
        meanIoU: logs['meanIoU'],
        valMeanIoU: logs['valMeanIoU'] ?? null,
      }),
      ...rated,
      seconds: (now - this.#epochBegan) / 1000,
      imagesPerSecond: perSecond(images, seconds),
    };
    const { event: _, ...figures } = event;
    this.epochs.push({ ...figures, learningRate: this.#learningRate });
    this.#report.epoch?.(event);
    await this.#tasks.epoch();
  }

  /** Images that the epoch has trained on in this process. */
  get #imagesOfEpoch(): number {
    const { samples, batchSize } = this.#plan;
    return Math.max(Math.min(this.step * batchSize, samples) - this.#stepsBefore * batchSize, 0);
  }

  /** By this epoch's pace and the last validation's; unknown in the first moments. */
  #secondsLeft(seconds: number): number | undefined {
    if (seconds < 0.5 && this.epoch === 1) return undefined;
    const { epochs, steps } = this.#plan;
    const epochsLeft = epochs - this.epoch + 1;
    return (
      (seconds / (this.step - this.#stepsBefore)) * (steps * epochsLeft - this.step) +
      this.#validationSeconds * epochsLeft
    );
  }
}

/** 0 where nothing was left to do, as in a run that was resumed at its end. */
export function perSecond(images: number, seconds: number): number {
  return images === 0 ? 0 : images / seconds;
}
