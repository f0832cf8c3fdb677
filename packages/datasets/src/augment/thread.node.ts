import { Worker } from 'node:worker_threads';
import type { StartThread, TransformReply } from './thread.js';

export const startThread: StartThread = (program, listener) => {
  const prelude = "const port = require('node:worker_threads').parentPort;";
  // The program's own options, a module loader or --input-type for instance, are not meant for the thread.
  const worker = new Worker(`${prelude}\n${program}`, { eval: true, execArgv: [] });
  let expected = false;
  const lose = (reason: string): void => {
    if (!expected) listener.onLoss(reason);
  };
  worker.on('message', (reply: TransformReply) => listener.onReply(reply));
  worker.on('messageerror', (error) => lose(String(error)));
  worker.on('error', (error) => lose(String(error)));
  worker.on('exit', (code) => lose(`the thread ended with code ${code}`));
  return {
    post: (task, buffers) => worker.postMessage(task, buffers),
    terminate: async () => {
      expected = true;
      await worker.terminate();
    },
  };
};
