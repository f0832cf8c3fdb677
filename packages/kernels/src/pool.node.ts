import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type HelperMessage, helperProgram, type StartHelper } from './helper.js';

/** Threads that run at the same time on this machine. */
export const processors = (): number => availableParallelism();

export const startHelper: StartHelper = (task, onLoss) => {
  // The program's own options, a module loader or --input-type for instance, are not meant for the helper.
  const worker = new Worker(helperProgram, { eval: true, execArgv: [] });
  let expected = false;
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: HelperMessage) => {
      if (message.ready) resolve();
      if (message.done) expected = true;
      if (message.lost) reject(new Error(message.lost));
      if (message.lost && !expected) onLoss(message.lost);
    });
    worker.on('error', (error) => {
      reject(error);
      if (!expected) onLoss(String(error));
    });
    worker.on('exit', (code) => {
      reject(new Error(`the thread ended with code ${code}`));
      if (!expected) onLoss(`the thread ended with code ${code}`);
    });
    worker.postMessage(task);
  });
  // A program ends when its own work is done, not when the helpers' is. Listening undoes this, so it comes after.
  worker.unref();
  return {
    ready: keepAlive(ready),
    terminate: async () => {
      expected = true;
      await worker.terminate();
    },
  };
};

/** The same promise; holds the process open until it settles, which an unreferenced worker does not. */
function keepAlive(promise: Promise<void>): Promise<void> {
  const timer = setInterval(() => {}, 1000);
  return promise.finally(() => clearInterval(timer));
}
