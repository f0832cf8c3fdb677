import type { SessionOptions } from '@cnn/tensor';
import { type Answer, perform, type TaskName } from './tasks.js';

/** Performs a task in a worker of its own. */
function performInWorker(name: TaskName, options: SessionOptions): Promise<Answer> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const answer = new Promise<Answer>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: message });
  });
  worker.postMessage([name, options]);
  return answer.finally(() => worker.terminate());
}

/** What the tests call. */
const page = { perform, performInWorker };
export type TestPage = typeof page;
Object.assign(globalThis, { page });
