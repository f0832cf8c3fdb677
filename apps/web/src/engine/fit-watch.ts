import { DataError } from '@cnn/tensor';
import type { Callback, FitPlan, Gate, Logs, TerminateOnNaN, Trainer } from '@cnn/train';
import type { EpochFigures, TracePoint } from './protocol/run.js';
import { type Figures, figureNames, validationName } from './protocol/task.js';
import type { Phase, Progress } from './protocol/training.js';
import type { Trace } from './trace.js';
import { about } from './trouble.js';

/** Milliseconds between two reports of progress: often enough for the eye, seldom enough for the page. */
const interval = 100;

/** Whom it tells. */
interface Listener {
  begin(plan: FitPlan): Promise<void>;
  progress(progress: Progress): void;
  /** Figures that are taken at the end of an epoch, beside those of training. */
  rate(): Promise<Partial<EpochFigures>>;
  epoch(figures: EpochFigures): void;
}

/** What training told of the epoch so far, and of how many samples. */
interface Told {
  readonly logs: Logs;
  readonly samples: number;
}

const none: Told = { logs: {}, samples: 0 };

/** Means over samples, of which that over some of them is known from those over fewer and over more. */
const means = ['loss', 'accuracy'];

/** Follows a call of `fit`: takes times, leaving out pauses, and tells how far it is. */
export class FitWatch implements Callback {
  readonly trace: Trace;
  readonly #gate: Gate;
  readonly #guard: TerminateOnNaN;
  readonly #listener: Listener;
  /** Epochs that the run had before. */
  readonly #before: number;
  #trainer!: Trainer;
  #plan!: FitPlan;
  #phase: Phase = 'preparing';
  #epoch = 1;
  #step = 0;
  /** Steps of the epoch that were taken before, when it was gone on with in its middle. */
  #stepsBefore: number | undefined;
  #logs: Logs = {};
  #told = 0;
  #traced: Told = none;
  /** Whether the curve has a point of this epoch. */
  #hasPoint = false;
  #epochBegan = 0;
  #trainingSeconds = 0;
  #validationSeconds = 0;
  #pausedMs = 0;

  /** @param guard is told of a step before this is */
  constructor(
    gate: Gate,
    guard: TerminateOnNaN,
    listener: Listener,
    before: { epochs: number; trace: Trace },
  ) {
    this.#gate = gate;
    this.#guard = guard;
    this.#listener = listener;
    this.#before = before.epochs;
    this.trace = before.trace;
  }

  setTrainer(trainer: Trainer, plan: FitPlan): void {
    this.#trainer = trainer;
    this.#plan = plan;
  }

  async onTrainBegin(): Promise<void> {
    await this.#listener.begin(this.#plan);
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch + 1;
    this.#step = 0;
    this.#stepsBefore = undefined;
    this.#traced = none;
    this.#hasPoint = false;
    this.#pausedMs = 0;
    this.#epochBegan = performance.now();
    // So that the first point is not of a single step, which says little.
    this.#told = this.#epochBegan;
    this.#phase = 'training';
  }

  async onTrainBatchEnd(batch: number, logs: Logs): Promise<void> {
    const isFirst = this.#stepsBefore === undefined;
    this.#stepsBefore ??= batch;
    this.#step = batch + 1;
    this.#logs = logs;
    // The curve already has what came before.
    if (isFirst && batch > 0) this.#traced = { logs, samples: this.#seen };
    this.#expectFinite();
    this.#trainingSeconds = this.#secondsOfEpoch();
    if (performance.now() - this.#told >= interval) {
      this.#tell(this.#addToTrace());
    }
    await this.#waitWhilePaused();
  }

  onTestBegin(): void {
    this.#phase = 'validating';
    // An epoch of a few steps may be over before the first point was due.
    this.#tell(this.#hasPoint ? undefined : this.#addToTrace());
  }

  async onTestBatchEnd(): Promise<void> {
    await this.#waitWhilePaused();
  }

  async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const rated = await this.#listener.rate();
    const seconds = this.#secondsOfEpoch();
    this.#validationSeconds = seconds - this.#trainingSeconds;
    this.#listener.epoch({
      epoch: this.#before + epoch + 1,
      loss: logs['loss']!,
      valLoss: logs['valLoss'] ?? null,
      ...figuresOf(logs),
      ...validationOf(logs),
      ...rated,
      seconds,
      imagesPerSecond: this.#imagesTimed / this.#trainingSeconds,
    });
  }

  /** Once training is over. */
  tellTesting(): void {
    this.#phase = 'testing';
    this.#tell();
  }

  /** Reports where training stands now, with what the curve has gained. */
  #tell(point?: TracePoint): void {
    this.#told = performance.now();
    const { epochs, steps } = this.#plan;
    const timed = this.#imagesTimed;
    this.#listener.progress({
      phase: this.#gate.closed ? 'paused' : this.#phase,
      epoch: this.#before + this.#epoch,
      epochs: this.#before + epochs,
      step: this.#step,
      steps,
      loss: this.#logs['loss'],
      figures: figuresOf(this.#logs),
      imagesPerSecond: timed > 0 ? timed / this.#trainingSeconds : undefined,
      secondsLeft: this.#secondsLeft(),
      learningRate: this.#trainer.learningRate,
      point,
    });
  }

  async #waitWhilePaused(): Promise<void> {
    const passed = this.#gate.passed();
    if (!passed) return;
    const began = performance.now();
    this.#tell();
    await passed;
    this.#pausedMs += performance.now() - began;
    this.#tell();
  }

  /** Samples that this epoch has trained on. */
  get #seen(): number {
    const { batchSize, samples } = this.#plan;
    return Math.min(this.#step * batchSize, samples);
  }

  /** Those of them that the seconds are of. */
  get #imagesTimed(): number {
    return this.#seen - (this.#stepsBefore ?? 0) * this.#plan.batchSize;
  }

  #secondsOfEpoch(): number {
    return (performance.now() - this.#epochBegan - this.#pausedMs) / 1000;
  }

  /** The mean of the steps since the last point, from the means of the epoch until then and until now. */
  #addToTrace(): TracePoint | undefined {
    const before = this.#traced;
    const now = { logs: this.#logs, samples: this.#seen };
    const weight = now.samples - before.samples;
    if (weight <= 0) return undefined;
    const since = (name: string): number =>
      (now.logs[name]! * now.samples - (before.logs[name] ?? 0) * before.samples) / weight;
    const middle = (before.samples + now.samples) / 2 / this.#plan.samples;
    const figures = { ...figuresOf(now.logs), loss: now.logs['loss']! };
    const known = means.filter((name) => name in figures).map((name) => [name, since(name)]);
    const at = this.#before + this.#epoch - 1 + middle;
    const point: TracePoint = { ...figures, ...Object.fromEntries(known), at };
    this.trace.add(point);
    this.#traced = now;
    this.#hasPoint = true;
    return point;
  }

  /** What comes after would not be a number either. @throws DataError */
  #expectFinite(): void {
    const { divergence } = this.#guard;
    if (!divergence) return;
    const { learningRate: rate } = this.#trainer;
    throw new DataError(
      `The loss is ${divergence.loss} in epoch ${this.#before + this.#epoch}; expected a finite number. A smaller learning rate than ${rate} may help.`,
      about({ kind: 'not-finite', epoch: this.#before + this.#epoch, rate }),
    );
  }

  /** By this epoch's pace and the last validation's; unknown in the first moments. */
  #secondsLeft(): number | undefined {
    const { epochs, steps } = this.#plan;
    if (this.#step === 0 || (this.#epoch === 1 && this.#trainingSeconds < 0.5)) return undefined;
    const epochsLeft = epochs - this.#epoch + 1;
    const pace = this.#trainingSeconds / (this.#step - (this.#stepsBefore ?? 0));
    return pace * (steps * epochsLeft - this.#step) + this.#validationSeconds * epochsLeft;
  }
}

/** What tells how well the task is done, as far as training takes it. */
function figuresOf(logs: Logs): Figures {
  return Object.fromEntries(figureNames.flatMap((name) => (name in logs ? [[name, logs[name]]] : [])));
}

/** The same of the images that validate; null where there are none. */
function validationOf(logs: Logs): Partial<EpochFigures> {
  const names = figureNames.filter((name) => name in logs).map(validationName);
  return Object.fromEntries(names.map((name) => [name, logs[name] ?? null]));
}
