import type { Settings } from './settings.js';
import type { Figures, ValidationFigures } from './task.js';

/** The figures of an epoch, as in `history.json`. */
export interface EpochFigures extends Figures, ValidationFigures {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly valLoss: number | null;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/** Some steps within an epoch, for curves that grow while one looks. */
export interface TracePoint extends Figures {
  /** Where it lies, in epochs: 1.5 is the middle of the second. */
  readonly at: number;
  readonly loss: number;
}

/** What the test of a run came to. */
export interface TestFigures extends Figures {
  readonly loss: number;
}

/** The options of a run, as `config.json` has them. Runs of other origin may lack some. */
export interface RunConfig extends Partial<Settings> {
  readonly model: string;
  readonly data: string;
}

/** What a run found out, as `config.json` has it below `run`. */
export interface Found {
  readonly parameters?: number;
  readonly threads?: number;
  readonly variant?: string;
  readonly trainSize?: number;
  readonly validationSize?: number;
  readonly testSize?: number;
  readonly dataSource?: string;
  readonly startedAt?: string;
  /** Who goes on from the checkpoint to the same bits; the command line keeps other things in its own. */
  readonly checkpointOf?: 'page';
}

/** A training run, past or present. Its weights are kept apart. */
export interface Run {
  readonly id: string;
  readonly config: RunConfig;
  readonly found: Found;
  readonly epochs: readonly EpochFigures[];
  readonly trace: readonly TracePoint[];
  readonly test: TestFigures | null;
  readonly state: 'training' | 'finished' | 'stopped' | 'opened';
  readonly hasWeights: boolean;
  /** Whether all that training depends on is kept, not the weights alone. */
  readonly resumable: boolean;
}

/** The files of a run, as the command line writes them. */
export interface RunFiles {
  readonly 'config.json': string;
  readonly 'history.json': string;
  readonly 'model.safetensors'?: Uint8Array<ArrayBuffer>;
  /** All that training goes on from. */
  readonly 'checkpoint.safetensors'?: Uint8Array<ArrayBuffer>;
}

/** The folder of a run in one file. */
export interface RunZip {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
