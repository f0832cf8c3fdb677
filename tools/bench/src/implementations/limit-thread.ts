/** A thread of `limit.ts`: gets a task ready when it is sent one, and does it when it is sent `run`. */
import { parentPort, workerData } from 'node:worker_threads';
import type { LimitTask } from '../task.ts';

interface Loops {
  arithmetic(steps: number, factor: number): number;
  copy(begin: number, bytes: number): void;
}

const PAGE = 65536;
/** The module keeps what it needs for itself below. */
const BEGIN = PAGE;
/** Sums of it neither grow nor vanish. */
const FACTOR = 0.5;

const memory = new WebAssembly.Memory({ initial: 1 });
const instance = await WebAssembly.instantiate(workerData as WebAssembly.Module, { env: { memory } });
const loops = instance.exports as unknown as Loops;
let task: LimitTask;

parentPort!.on('message', (message: LimitTask | 'run') => {
  if (message === 'run') run();
  else prepare(message);
  parentPort!.postMessage('done');
});

function prepare(message: LimitTask): void {
  task = message;
  if (task.kind !== 'memory') return;
  const missing = BEGIN + task.bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}

function run(): void {
  if (task.kind === 'multiplyAdd') {
    loops.arithmetic(task.steps, FACTOR);
  } else {
    for (let pass = 0; pass < task.passes; pass++) loops.copy(BEGIN, task.bytes);
  }
}
