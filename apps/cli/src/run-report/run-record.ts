import type { Dataset, DetectionDataset, SegmentationDataset } from '@cnn/datasets';
import type { Model } from '@cnn/layers';
import type { RunHistory } from '../run-folder.js';
import type { Prediction } from './predictions.js';
import type { Findings } from './seen-boxes.js';
import type { SeenMask } from './seen-masks.js';

/** What the reports of all runs are made of. */
interface Common {
  /** Of the run's folder. */
  readonly name: string;
  readonly model: Model;
  /** The name of the architecture, and of the data set. */
  readonly architecture: string;
  readonly data: string;
  readonly history: RunHistory;
  /** What the run was started with. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What it noted beside its options. */
  readonly found: Readonly<Record<string, unknown>>;
}

/** Of a model that tells classes of images. */
export interface ClassificationRecord extends Common {
  readonly task: 'classification';
  readonly test: Dataset;
  readonly predictions: readonly Prediction[];
}

/** Of a model that tells classes of pixels. */
export interface SegmentationRecord extends Common {
  readonly task: 'segmentation';
  readonly test: SegmentationDataset;
  readonly masks: readonly SeenMask[];
}

/** Of a model that finds objects. */
export interface DetectionRecord extends Common {
  readonly task: 'detection';
  readonly test: DetectionDataset;
  readonly findings: Findings;
}

/** All that a report is made of. */
export type RunRecord = ClassificationRecord | SegmentationRecord | DetectionRecord;
