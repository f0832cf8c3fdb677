import type { StartThread, TransformReply } from './thread.js';

export const startThread: StartThread = (program, listener) => {
  if (typeof Worker === 'undefined') return undefined;
  const text = `const port = self;\n${program}`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new Worker(url);
  // Kept until the thread is up, which its first reply says.
  const forget = (): void => URL.revokeObjectURL(url);
  worker.onmessage = ({ data }: MessageEvent<TransformReply>) => {
    forget();
    listener.onReply(data);
  };
  worker.onmessageerror = () => listener.onLoss('a reply could not be read');
  worker.onerror = (event) => {
    forget();
    listener.onLoss(event.message ?? 'the thread could not be started');
  };
  return {
    post: (task, buffers) => worker.postMessage(task, buffers),
    terminate: async () => {
      forget();
      worker.terminate();
    },
  };
};
