import type { DataName } from '../../tasks/tasks.js';
import type { Trouble } from '../trouble.js';
import type { ModelSpec } from './model.js';
import type { Run, TracePoint } from './run.js';
import type { Settings } from './settings.js';
import type { Figures } from './task.js';

/** What to train. */
export interface TrainingRequest {
  readonly data: DataName;
  /** `epochs` are all epochs that the run is to have, those before included. */
  readonly settings: Settings;
  /** A new model, or a run to go on with. */
  readonly from: ModelSpec | { readonly run: string };
}

export type Phase = 'preparing' | 'training' | 'validating' | 'testing' | 'paused';

/** Where a run stands, told about ten times a second. */
export interface Progress {
  readonly phase: Phase;
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Of the epoch so far. */
  readonly loss: number | undefined;
  readonly figures: Figures;
  readonly imagesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  readonly learningRate: number;
  /** What the curve of the run has gained since the last time. */
  readonly point: TracePoint | undefined;
}

/** How steep the loss is for each layer at a moment of training. */
export interface GradientFigures {
  /** When, in epochs. */
  readonly at: number;
  /** Of the layers that learn, from the image on: the L2 norm of the gradient with respect to their weights. */
  readonly layers: readonly { readonly name: string; readonly norm: number }[];
}

export type TrainingEvent =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'progress'; readonly progress: Progress }
  /** `no-room`: they do not fit into memory beside the training. */
  | { readonly kind: 'gradients'; readonly figures: GradientFigures | 'no-room' }
  /** Something went wrong that training goes on in spite of. */
  | { readonly kind: 'trouble'; readonly trouble: Trouble };
