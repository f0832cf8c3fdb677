/** What a helper thread needs to join in. */
export interface HelperTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
  readonly threads: number;
}

/** A running helper thread. */
export interface Helper {
  /** Settles when the helper is about to enter its loop; rejects when it cannot, or does not get its task. */
  readonly ready: Promise<void>;
  /** Ends the thread at once, in the loop or not. */
  terminate(): Promise<void>;
}

/** Starts a helper; `onLoss` is told why when the thread ends without having been terminated. */
export type StartHelper = (task: HelperTask, onLoss: (reason: string) => void) => Helper;

/**
 * The program of a helper thread, as text: started from a string, it needs no URL of its own, which
 * every bundler and server would have to be told about. The same text runs in Node.js and in browsers.
 * It answers 'ready', then stays inside WebAssembly until it is sent home.
 */
export const helperProgram = `
const inNode = typeof require === 'function';
const port = inNode ? require('node:worker_threads').parentPort : self;
const receive = (task) => {
  let kernels;
  try {
    kernels = new WebAssembly.Instance(task.module, { env: { memory: task.memory } }).exports;
    kernels.start(task.thread, task.threads);
    port.postMessage({ ready: true });
    kernels.work();
    port.postMessage({ done: true });
  } catch (error) {
    if (kernels) kernels.fail();
    port.postMessage({ lost: String(error) });
  }
};
if (inNode) port.once('message', receive);
else port.onmessage = (event) => receive(event.data);
`;

/** What a helper says. */
export interface HelperMessage {
  readonly ready?: true;
  readonly done?: true;
  readonly lost?: string;
}
