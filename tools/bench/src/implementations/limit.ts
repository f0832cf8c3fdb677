import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { isLimit, type LimitTask } from '../task.ts';
import type { Implementation, Setting } from './implementation.ts';

/** What this machine can do at most, with 128-bit vectors on some threads. */
export async function implementation({ variant, threads }: Setting): Promise<Implementation> {
  const module = await WebAssembly.compile(
    await readFile(new URL(`../../dist/limits-${variant}.wasm`, import.meta.url)),
  );
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./limit-thread.ts', import.meta.url), { workerData: module }),
  );
  const all = async (message: LimitTask | 'run'): Promise<void> => {
    await Promise.all(
      workers.map((worker) => {
        const done = once(worker, 'message');
        worker.postMessage(message);
        return done;
      }),
    );
  };
  return {
    prepare: async (task) => {
      if (!isLimit(task)) return undefined;
      await all(shareOf(task, threads));
      return () => all('run');
    },
  };
}

/** What one of the threads has to do. */
function shareOf(task: LimitTask, threads: number): LimitTask {
  if (task.kind === 'multiplyAdd') return { ...task, steps: Math.ceil(task.steps / threads) };
  return { ...task, bytes: Math.ceil(task.bytes / threads / COPIED) * COPIED };
}

/** The loop over memory takes as many bytes at a time, in two halves. */
const COPIED = 128;
