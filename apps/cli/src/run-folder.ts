import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from './errors.js';
import type { EpochFigures } from './events.js';
import { givenPath, shownPath } from './paths.js';
import { RunLock } from './run-lock.js';
import { isMissing, reasonOf } from './system-error.js';
import type { TestFigures } from './test-figures.js';
import { writeWhole } from './whole-file.js';

/** What a run leaves behind. */
export const runFiles = {
  config: 'config.json',
  history: 'history.json',
  weights: 'model.safetensors',
  checkpoint: 'checkpoint.safetensors',
} as const;

/** The entry of config.json, beside the options, with what the run found out. */
export const FOUND_ENTRY = 'run';

/** What history.json holds. */
export interface RunHistory {
  epochs: EpochFigures[];
  /** Figures of the test, once the run is complete. */
  test: TestFigures | null;
}

/** The folder of one training run. Nothing that was there before is ever written over, but by the run itself. */
export class RunFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * The folder that a person named, not made yet, so that a refused run leaves nothing behind.
   * @throws UsageError when it is not empty, or is a file.
   */
  static async named(typed: string): Promise<RunFolder> {
    const path = givenPath(typed);
    const state = await look(path);
    if (state === 'absent' || state === 'empty') return new RunFolder(path);
    const what = state === 'file' ? 'is a file' : 'exists and is not empty';
    throw new UsageError(
      `--out got ${shownPath(path)}, which ${what}; expected a new or empty folder, so choose another name or leave it out.`,
    );
  }

  /** The folder of a run that was begun. @throws UsageError when there is none at the path */
  static async existing(path: string): Promise<RunFolder> {
    const folder = new RunFolder(path);
    if (await folder.read('config')) return folder;
    const state = await look(path);
    const what =
      state === 'absent' ? 'does not exist' : state === 'file' ? 'is a file' : `has no ${runFiles.config}`;
    throw new UsageError(
      `${shownPath(path)} is no run, because it ${what}; expected a folder that train has made, such as those below runs.`,
    );
  }

  /** A folder below `runs` that nobody has used or is about to, not made yet, and the lock of it. */
  static async fresh(name: string): Promise<{ folder: RunFolder; lock: RunLock }> {
    const first = givenPath(join('runs', name));
    for (let n = 1; ; n++) {
      const path = n === 1 ? first : `${first}-${n}`;
      if ((await look(path)) !== 'absent') continue;
      const lock = await RunLock.tryTake(path);
      if (lock && (await look(path)) === 'absent') return { folder: new RunFolder(path), lock };
      // Whoever had the lock has made the folder, and ended.
      lock?.release();
    }
  }

  /** Makes the folder. @throws UsageError when that is not possible. */
  async make(): Promise<void> {
    try {
      await makeFolder(this.path);
    } catch (error) {
      throw new UsageError(
        `The folder ${shownPath(this.path)} cannot be made: ${reasonOf(error)}; choose a place that can be written with --out.`,
      );
    }
  }

  /** The path of one of its files. */
  file(name: keyof typeof runFiles): string {
    return join(this.path, runFiles[name]);
  }

  /** @throws WriteError when that is not possible; what was there before stays */
  async write(name: keyof typeof runFiles, contents: Uint8Array | object): Promise<void> {
    const path = this.file(name);
    const bytes = contents instanceof Uint8Array ? contents : `${JSON.stringify(contents, null, 2)}\n`;
    await writeWhole(path, bytes);
  }

  /** Whether one of its files is there. */
  async has(name: keyof typeof runFiles): Promise<boolean> {
    return (await look(this.file(name))) === 'file';
  }

  /** A file's bytes; `undefined` when it is not there. @throws UsageError when it cannot be read */
  async read(name: keyof typeof runFiles): Promise<Uint8Array | undefined> {
    const path = this.file(name);
    try {
      return await readFile(path);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new UsageError(
        `${shownPath(path)} cannot be read: ${reasonOf(error)}; expected what train wrote, so put that back, or allow it to be read.`,
      );
    }
  }

  /** The figures so far; none where none were written yet. @throws UsageError when they cannot be read */
  async history(): Promise<RunHistory> {
    const bytes = await this.read('history');
    if (!bytes) return { epochs: [], test: null };
    try {
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      throw new UsageError(
        `${shownPath(this.file('history'))} is no JSON; expected what train wrote. Remove it to go on without the figures so far.`,
      );
    }
  }
}

/** `2026-11-24T10-30-00`, local time, fit for a file name on every system. */
export function timestamp(now = new Date()): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('-');
  return `${date}T${time}`;
}

async function look(path: string): Promise<'absent' | 'empty' | 'full' | 'file'> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'absent';
  if (!found.isDirectory()) return 'file';
  return (await readdir(path)).length === 0 ? 'empty' : 'full';
}

/** Not by `recursive`: on Linux that never ends where a folder takes no others, as `/proc`. */
async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  try {
    await mkdir(path);
  } catch (error) {
    // Another may have been faster.
    if (!(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
