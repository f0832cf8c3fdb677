import { existsSync, readdirSync, statSync } from 'node:fs';
import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Callback, CallbackState } from '@cnn/train';

/** In a run's folder, files and folders that logs are written to. */
export const logPaths = { csv: 'log.csv', ndjson: 'log.ndjson', tensorboard: 'tensorboard' } as const;

/**
 * Has a checkpoint know how long the logs were, and cuts them back to that when a run is resumed: what was logged after
 * it comes again, and would be there twice.
 */
export class LogFiles implements Callback {
  readonly #folder: string;
  #before: Readonly<Record<string, number>> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  state(): CallbackState {
    return { values: this.#sizes() };
  }

  restore({ values }: CallbackState): void {
    this.#before = values as Record<string, number>;
  }

  async onTrainBegin(): Promise<void> {
    if (!this.#before) return;
    for (const [file, size] of Object.entries(this.#sizes())) {
      const before = this.#before[file] ?? 0;
      const path = join(this.#folder, file);
      if (before === 0) await rm(path);
      else if (size > before) await truncate(path, before);
    }
  }

  /** Bytes of each file, by its path in the folder. */
  #sizes(): Record<string, number> {
    const files = Object.values(logPaths).flatMap((path) => this.#filesAt(path));
    return Object.fromEntries(files.map((file) => [file, statSync(join(this.#folder, file)).size]));
  }

  #filesAt(path: string): string[] {
    const full = join(this.#folder, path);
    if (!existsSync(full)) return [];
    if (!statSync(full).isDirectory()) return [path];
    return readdirSync(full).flatMap((name) => this.#filesAt(join(path, name)));
  }
}
