import type { EndEvent, EpochEvent, StartEvent } from '../events.js';

/** How far training is, some times a second. */
export interface Step {
  epoch: number;
  /** From 1. */
  step: number;
  steps: number;
  /** Means over the epoch so far. */
  loss: number;
  /** Undefined for detectors. */
  accuracy: number | undefined;
  imagesPerSecond: number;
  /** Until the end of the last epoch, estimated; undefined before there is anything to go by. */
  secondsLeft: number | undefined;
}

/** Someone or something that follows a training run. */
export interface TrainingReport {
  start?(event: StartEvent): void;
  step?(step: Step): void;
  /** A part of the run whose steps are not reported, such as `validating`, and what share of it is done. */
  phase?(name: string, share: number): void;
  epoch?(event: EpochEvent): void;
  end?(event: EndEvent): void;
  /** The run is over, by whatever way, or about to be: only lines that stay may follow. */
  close?(): void;
}

/** Tells several reports, in their order. */
export function all(reports: readonly TrainingReport[]): TrainingReport {
  const each = (tell: (report: TrainingReport) => void): void => {
    for (const report of reports) tell(report);
  };
  return {
    start: (event) => each((report) => report.start?.(event)),
    step: (step) => each((report) => report.step?.(step)),
    phase: (name, share) => each((report) => report.phase?.(name, share)),
    epoch: (event) => each((report) => report.epoch?.(event)),
    end: (event) => each((report) => report.end?.(event)),
    close: () => each((report) => report.close?.()),
  };
}
