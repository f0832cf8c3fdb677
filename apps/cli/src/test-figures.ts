import { type Dataset, DetectionDataset, type SegmentationDataset, toCategorical } from '@cnn/datasets';
import { type AveragePrecisions, detectorOf } from '@cnn/detection';
import type { Callback, ConfusionMatrix, Trainer, TrainingData } from '@cnn/train';
import { rateDetector } from './detection.js';
import type { EndEvent } from './events.js';

/** How good a model is on test images, as a run's history keeps it. */
export type TestFigures = Readonly<{
  loss: number;
  /** Of networks that tell classes. */
  accuracy?: number;
  /** Of networks that tell classes of pixels. */
  meanIoU?: number;
  /** Of detectors: where boxes overlap by half, and the mean over ten overlaps from there on. */
  meanAveragePrecision?: number;
  cocoMeanAveragePrecision?: number;
}>;

export interface Tested {
  figures: TestFigures;
  /** Of a detector. */
  averagePrecisions: AveragePrecisions | undefined;
  /** When it was asked for. */
  confusion: ConfusionMatrix | undefined;
}

export interface TestOptions {
  batchSize: number;
  signal: AbortSignal;
  /** Whether the loss takes one-hot rows. */
  oneHot?: boolean;
  /** Whether to count what each class was taken for, too. */
  confusion?: boolean | undefined;
  /** Told which part of the test is under way, and which share of it is done. */
  onPhase?: ((name: string, share: number) => void) | undefined;
}

/** @throws the signal's reason when it ended the test */
export async function testOn(
  trainer: Trainer,
  data: Dataset | SegmentationDataset | DetectionDataset,
  { batchSize, signal, oneHot = false, confusion = false, onPhase }: TestOptions,
): Promise<Tested> {
  const { model, session } = trainer;
  const targets = targetsOf(trainer, data, oneHot);
  onPhase?.('testing', 0);
  const progress: Callback = {
    onTestBatchEnd: (batch) => onPhase?.('testing', Math.min(1, ((batch + 1) * batchSize) / data.length)),
  };
  const options = { batchSize, signal, confusion, callbacks: [progress] };
  const { confusionMatrix, ...logs } = await trainer.evaluate(targets, options);
  const rating =
    data instanceof DetectionDataset
      ? await rateDetector(model, data, {
          ...{ session, batchSize, signal },
          onProgress: (share) => onPhase?.('finding objects', share),
        })
      : undefined;
  const rated = rating && {
    meanAveragePrecision: rating.half.mean,
    cocoMeanAveragePrecision: rating.coco,
  };
  return {
    figures: { ...(logs as TestFigures), ...rated },
    averagePrecisions: rating?.half,
    confusion: confusionMatrix,
  };
}

/** The same as the event `end` has it: `testLoss` for `loss`. */
export function endFigures(figures: TestFigures): Pick<EndEvent, `test${string}` & keyof EndEvent> {
  const named = Object.entries(figures).map(([name, value]) => [
    `test${name[0]!.toUpperCase()}${name.slice(1)}`,
    value,
  ]);
  return Object.fromEntries(named);
}

/** Images with what the loss takes: labels, one-hot rows where these are mixed, masks, or encoded boxes. */
export function targetsOf(
  { model }: Trainer,
  data: Dataset | SegmentationDataset | DetectionDataset,
  oneHot: boolean,
): TrainingData {
  if (data instanceof DetectionDataset) return { x: data.x, y: detectorOf(model).encode(data.objects) };
  return oneHot ? { x: data.x, y: toCategorical(data.y, data.classNames.length) } : data;
}
