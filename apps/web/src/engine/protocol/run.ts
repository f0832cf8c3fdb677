import type { Unkept } from '../trouble.js';
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
  /**
   * How far training had come with the weights that are kept, in epochs: less than the run where the browser had no
   * room for later ones. Undefined for runs of other origin, whose weights have had all epochs.
   */
  readonly weightsAt?: number | undefined;
  /** Epochs that the checkpoint tells nothing of, because after them the run was gone on with from weights alone. */
  readonly epochsBefore?: number | undefined;
  /** Whether all that training depends on is kept, not the weights alone. */
  readonly resumable: boolean;
}

/** A run that was taken in from its files. */
export interface OpenedRun {
  readonly run: Run;
  /** Why it is there for this visit only. */
  readonly unkept?: Unkept | undefined;
}

/** How many epochs a run has had. Runs of other origin may have no figures of the first of them. */
export function epochsDone({ epochs }: Run): number {
  return epochs.at(-1)?.epoch ?? 0;
}

/** A run without what came after the weights that are kept: what one can go on from, and hand on. */
export function keptPart(run: Run): Run {
  const { epochs, hasWeights, test, trace, weightsAt } = run;
  if (!hasWeights || weightsAt === undefined) return run;
  const had = epochs.filter(({ epoch }) => epoch <= weightsAt);
  return {
    ...run,
    epochs: had,
    trace: trace.filter(({ at }) => at <= weightsAt),
    test: had.length < epochs.length ? null : test,
  };
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
