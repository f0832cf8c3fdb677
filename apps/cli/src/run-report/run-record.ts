import type { Dataset } from '@cnn/datasets';
import type { Model } from '@cnn/layers';
import type { RunHistory } from '../run-folder.js';
import type { Prediction } from './predictions.js';

/** All that a report is made of. */
export interface RunRecord {
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
  readonly test: Dataset;
  readonly predictions: readonly Prediction[];
}
