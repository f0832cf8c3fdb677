import type { RunFiles } from '../engine/protocol/run.js';
import { attempt } from './attempt.js';
import { ask } from './engine-actions.js';

/** Gives a person one of the files of a run. */
export function saveRunFile(run: string, name: keyof RunFiles): Promise<void> {
  return attempt(async () => {
    const { [name]: contents } = await ask((engine) => engine.runFiles(run));
    if (contents !== undefined) download(name, new Blob([contents]));
  });
}

/** Gives a person all files of a run in one. */
export function saveRun(run: string): Promise<void> {
  return attempt(async () => {
    const { name, bytes } = await ask((engine) => engine.runZip(run));
    download(name, new Blob([bytes], { type: 'application/zip' }));
  });
}

function download(name: string, contents: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(contents);
  link.download = name;
  link.click();
  // Once the browser has it.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
