import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DataError } from '@cnn/tensor';
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

/** What it answers: the pixels, why there are none, or that the file could not be read, which may pass, and why. */
export type Answer = { index: number; image: PreparedFile | string } | { index: number; unreadable: string };

/** Files that each worker has been given: while one is decoded, the next is read. */
const queued = 2;

/**
 * Decodes files by threads of their own and hands over each image, or the reason why there is none, in any order.
 * @throws DataError when a file cannot be read; the reason of the signal; what `take` throws; an Error when a thread
 * ends early.
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
  const receive = async (answer: Answer): Promise<void> => {
    if ('unreadable' in answer) throw new DataError(answer.unreadable);
    await take(answer.index, answer.image);
  };
  try {
    await Promise.race([stop, Promise.all(workers.map((worker) => employ(worker, pending, receive)))]);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Gives a worker one task after another until there are none. */
function employ(
  worker: Worker,
  tasks: Iterator<Task, unknown>,
  receive: (answer: Answer) => Promise<void>,
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
    worker.on('message', (answer: Answer) => {
      receive(answer).then(() => {
        open--;
        next();
      }, reject);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`A thread that decodes images ended with code ${code}.`)));
    for (let i = 0; i < queued; i++) next();
  });
}
