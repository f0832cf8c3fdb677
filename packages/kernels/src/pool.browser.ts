import { type HelperMessage, helperProgram, type StartHelper } from './helper.js';

/** Threads that run at the same time on this machine. */
export const processors = (): number => globalThis.navigator?.hardwareConcurrency ?? 1;

export const startHelper: StartHelper = (task, onLoss) => {
  const url = URL.createObjectURL(new Blob([helperProgram], { type: 'text/javascript' }));
  const worker = new Worker(url);
  let expected = false;
  const ready = new Promise<void>((resolve, reject) => {
    const lose = (reason: string): void => {
      reject(new Error(reason));
      if (!expected) onLoss(reason);
    };
    worker.onmessage = ({ data }: MessageEvent<HelperMessage>) => {
      if (data.ready) resolve();
      if (data.done) expected = true;
      if (data.lost) lose(data.lost);
    };
    worker.onerror = (event) => lose(event.message);
    worker.postMessage(task);
  });
  return {
    ready: ready.finally(() => URL.revokeObjectURL(url)),
    terminate: async () => {
      expected = true;
      worker.terminate();
    },
  };
};
