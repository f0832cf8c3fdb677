import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './errors.js';
import { givenPath, shownPath } from './paths.js';

/** What a run leaves behind. */
export const runFiles = {
  config: 'config.json',
  history: 'history.json',
  weights: 'model.safetensors',
} as const;

/** The entry of config.json, beside the options, with what the run found out. */
export const FOUND_ENTRY = 'run';

/** The folder of one training run. Nothing that was there before is ever written over. */
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

  /** A folder below `runs` that nobody has used, not made yet. */
  static async fresh(name: string): Promise<RunFolder> {
    const first = givenPath(join('runs', name));
    let path = first;
    for (let n = 2; (await look(path)) !== 'absent'; n++) path = `${first}-${n}`;
    return new RunFolder(path);
  }

  /** Makes the folder. @throws UsageError when that is not possible. */
  async make(): Promise<void> {
    try {
      await mkdir(this.path, { recursive: true });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new UsageError(
        `The run folder ${shownPath(this.path)} cannot be made (${code}); choose a place that can be written with --out.`,
      );
    }
  }

  /** The path of one of its files. */
  file(name: keyof typeof runFiles): string {
    return join(this.path, runFiles[name]);
  }

  async write(name: keyof typeof runFiles, contents: Uint8Array | object): Promise<void> {
    const path = this.file(name);
    const bytes = contents instanceof Uint8Array ? contents : `${JSON.stringify(contents, null, 2)}\n`;
    // Under another name first: whoever reads the file meanwhile, or after a crash, finds it whole.
    await writeFile(`${path}.new`, bytes);
    await rename(`${path}.new`, path);
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
