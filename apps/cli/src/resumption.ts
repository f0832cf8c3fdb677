import { CnnError } from '@cnn/tensor';
import type { ImageSplits } from './catalog.js';
import { readConfig } from './config-file.js';
import { UsageError } from './errors.js';
import type { EpochFigures } from './events.js';
import { counted } from './format.js';
import { invocation } from './invocation.js';
import { quoted, shownPath } from './paths.js';
import { RunFolder, runFiles } from './run-folder.js';
import { RunLock } from './run-lock.js';
import { flagOf } from './settings.js';
import { type Recipe, recipeSettings, type TrainOptions } from './train-settings.js';

/** What is there of a run that training goes on in. */
export interface Resumption {
  folder: RunFolder;
  /** Taken before anything was read. */
  lock: RunLock;
  checkpoint: Uint8Array;
  /** How many epochs it was to have. */
  planned: number;
  /** The epochs in its history, from the first one on. */
  epochs: EpochFigures[];
  /** What it noted beside its options. */
  found: Readonly<Record<string, unknown>>;
}

/** Options that may differ from those that the run was started with. */
const free: readonly (keyof TrainOptions)[] = ['epochs', 'threads', 'checkpointEvery', 'dataDir', 'json'];

/**
 * Opens a run, for `--resume`.
 * @param typed the options that were given on the command line, which win over the run's
 * @throws UsageError when there is no run at the path, another process trains in it, it has no checkpoint or is
 * complete, or an option contradicts those that it was started with
 */
export async function openRun(
  path: string,
  typed: Partial<TrainOptions>,
): Promise<{ options: Partial<TrainOptions>; resumption: Resumption }> {
  const folder = await RunFolder.existing(path);
  const lock = await RunLock.take(folder.path);
  const { options: before, found } = await readConfig(folder.file('config'), recipeSettings);
  expectNoContradiction(before, typed, folder);
  const checkpoint = await folder.read('checkpoint');
  if (!checkpoint) {
    throw new UsageError(
      `${shownPath(path)} has no ${runFiles.checkpoint} to go on from, because training ended before the first one; ${startAnew(folder)}.`,
    );
  }
  const { epochs, test } = await folder.history();
  const { epochs: planned = recipeSettings.epochs.default! } = before;
  if (test && (typed.epochs ?? planned) <= planned) {
    throw new UsageError(
      `${shownPath(path)} is complete, trained for ${counted(planned, 'epoch')} and tested; to train on, choose more, for example --epochs ${2 * planned}.`,
    );
  }
  if (test && epochs.length < planned && before.earlyStopping !== undefined) {
    throw new UsageError(
      `${shownPath(path)} was ended by --early-stopping ${before.earlyStopping} after epoch ${epochs.length}, and would be again, however many epochs it may have; to train on, ${startAnew(folder)}, with another --early-stopping.`,
    );
  }
  // The same kernels, whatever a machine would choose by itself: others round differently.
  const variant = before.variant ?? (found['variant'] as Recipe['variant']);
  return {
    options: { ...before, variant, ...typed },
    resumption: { folder, lock, checkpoint, planned, epochs, found },
  };
}

/** @throws UsageError when a run that is resumed would go on with other images than it was started with */
export function expectSameData({ folder, found }: Resumption, now: string, data: ImageSplits): void {
  const before = found['dataFingerprint'];
  if (before === undefined || before === now) return;
  const run = shownPath(folder.path);
  const sizes = [found['trainSize'], found['validationSize'], found['testSize']];
  const then = sizes.reduce<number>((sum, size) => sum + Number(size ?? 0), 0);
  const count = data.train.length + (data.validation?.length ?? 0) + data.test.length;
  const difference = then === count ? 'others' : `${count}, then ${then}`;
  throw new UsageError(
    `The images from ${data.source} are not those that the run in ${run} was started with (${difference}), so it cannot go on as if never stopped; name the folder where they are now with --data-dir, or ${startAnew(folder)}.`,
  );
}

/** Why a run cannot be gone on with, as far as only another version of this program can be the reason. */
export function otherVersion(error: unknown, { folder }: Resumption): UsageError | undefined {
  const kind = error instanceof CnnError ? error.about?.kind : undefined;
  if (kind !== 'callbacks' && kind !== 'counts') return undefined;
  return new UsageError(
    `${shownPath(folder.file('checkpoint'))} is of another version of this program, which remembered other things from epoch to epoch, so training cannot go on to the same bits; go on with that version, or ${startAnew(folder)}. Its weights can be used as they are: ${invocation} evaluate --weights ${quoted(shownPath(folder.path))}.`,
  );
}

function expectNoContradiction(
  before: Partial<Recipe>,
  typed: Partial<TrainOptions>,
  folder: RunFolder,
): void {
  const names = Object.keys(typed) as (keyof TrainOptions)[];
  const differs = (name: keyof TrainOptions): boolean =>
    JSON.stringify(typed[name]) !== JSON.stringify(before[name as keyof Recipe]);
  const name = names.find((each) => !free.includes(each) && differs(each));
  if (!name) return;
  const run = shownPath(folder.path);
  if (name === 'out') {
    throw new UsageError(`--out was given with --resume, which goes on in ${run}; leave one of them out.`);
  }
  const flag = flagOf(name);
  const was = before[name as keyof Recipe];
  throw new UsageError(
    `${flag} got ${typed[name]}, but the run in ${run} was started ${was === undefined ? 'without it' : `with ${was}`}; leave it out, or ${startAnew(folder)} ${flag} ${typed[name]}.`,
  );
}

/** How to begin a run with the same options. */
function startAnew(folder: RunFolder): string {
  return `start a new run as this one, with ${invocation} train --config ${quoted(shownPath(folder.file('config')))}`;
}
