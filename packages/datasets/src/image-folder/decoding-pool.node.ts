import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Preparation, PreparedFile } from './preparation.js';

/** What is decoded, and by how many. */
interface DecodingJob {
  paths: readonly string[];
  preparation: Preparation;
  threads?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** What a worker is told: which file comes next. */
export interface Task {
  index: number;
  path: string;
}

/** What it answers: the pixels, or why there are none. */
export interface Answer {
  index: number;
  image: PreparedFile | string;
}

/** Files that each worker has been given: while one is decoded, the next is read. */
const queued = 2;

/**
 * Decodes files by threads of their own and hands over each image, or the reason why there is none, in any order.
 * @throws the reason of the signal; what `take` throws; an Error when a thread ends early.
 */
export async function decodeFiles(
  { paths, preparation, threads = availableParallelism(), signal }: DecodingJob,
  take: (index: number, image: PreparedFile | string) => Promise<void>,
): Promise<void> {
  signal?.throwIfAborted();
  const tasks = paths.map((path, index): Task => ({ index, path }));
  const pending = tasks[Symbol.iterator]();
  const count = Math.min(threads, Math.ceil(paths.length / queued));
  const workers = Array.from({ length: count }, () => {
    return new Worker(new URL('./decoding-worker.node.js', import.meta.url), { workerData: preparation });
  });
  const stop = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    await Promise.race([stop, Promise.all(workers.map((worker) => employ(worker, pending, take)))]);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Gives a worker one task after another until there are none. */
function employ(
  worker: Worker,
  tasks: Iterator<Task, unknown>,
  take: (index: number, image: PreparedFile | string) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let open = 0;
    const next = (): void => {
      const { value, done } = tasks.next();
      if (!done) {
        open++;
        worker.postMessage(value);
      } else if (open === 0) resolve();
    };
    worker.on('message', ({ index, image }: Answer) => {
      take(index, image).then(() => {
        open--;
        next();
      }, reject);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`A thread that decodes images ended with code ${code}.`)));
    for (let i = 0; i < queued; i++) next();
  });
}
