/** The lines of `--json`, one object each. Keys are written in this order and are part of the interface. */

/** Once, when everything was checked and training begins. */
export interface StartEvent {
  event: 'start';
  model: string;
  data: string;
  /** Trainable parameters. */
  parameters: number;
  threads: number;
  variant: string;
  /** Images. */
  trainSize: number;
  validationSize: number;
}

/** After each epoch. Losses and accuracies are means over images. */
export interface EpochEvent {
  event: 'epoch';
  /** From 1. */
  epoch: number;
  loss: number;
  /** Of networks that tell classes; a detector has none. */
  accuracy?: number;
  /** `null` without validation images. */
  valLoss: number | null;
  valAccuracy?: number | null;
  /** Of pixels, for networks that tell their classes; then accuracies are those of pixels, too. */
  meanIoU?: number;
  valMeanIoU?: number | null;
  /** Of detectors: the mean average precision where boxes overlap by half. */
  valMeanAveragePrecision?: number | null;
  /** Of the whole epoch, validation included. */
  seconds: number;
  /** Training images per second of training; validation counts for neither. */
  imagesPerSecond: number;
}

/** What a history keeps of an epoch. */
export interface EpochFigures extends Omit<EpochEvent, 'event'> {
  /** Of its last step. */
  learningRate: number;
}

/** After the evaluation on the test images. */
export interface EndEvent {
  event: 'end';
  testLoss: number;
  /** For networks that tell classes. */
  testAccuracy?: number;
  /** For networks that tell classes of pixels. */
  testMeanIoU?: number;
  /** For detectors: where boxes overlap by half, and the mean over ten overlaps from there on. */
  testMeanAveragePrecision?: number;
  testCocoMeanAveragePrecision?: number;
  /** From the first step to the end of the evaluation. For `evaluate`, of the evaluation. */
  seconds: number;
  /** Training images per second over all epochs, validation excluded. For `evaluate`, test images. */
  imagesPerSecond: number;
  /** The most memory that the process had resident, in units of 2²⁰ bytes. */
  peakMemoryMB: number;
}

/** Of the process until now, in units of 2²⁰ bytes. */
export function peakMemoryMB(): number {
  return process.resourceUsage().maxRSS / 1024;
}
