import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import asc from 'assemblyscript/asc';
import { isLimit, type LimitTask } from '../task.ts';
import type { Implementation, Setting } from './implementation.ts';

/** What this machine can do at most, with 128-bit vectors on some threads. */
export async function implementation({ variant, threads }: Setting): Promise<Implementation> {
  const module = await WebAssembly.compile(await compile(variant));
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

const source = fileURLToPath(new URL('../../assembly/limits.ts', import.meta.url));

async function compile(variant: string): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array | undefined;
  const flags = [
    '-O3',
    '--noAssert',
    '--runtime',
    'stub',
    '--importMemory',
    '--use',
    'abort=',
    '--enable',
    'simd',
  ];
  if (variant === 'relaxed') flags.push('--enable', 'relaxed-simd');
  const { error, stderr } = await asc.main([source, '--outFile', 'limits.wasm', ...flags], {
    writeFile: (_name, contents) => {
      if (contents instanceof Uint8Array) bytes = contents;
    },
  });
  if (error || !bytes) throw new Error(`The loops for the limits do not compile.\n${stderr.toString()}`);
  return new Uint8Array(bytes);
}
