import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Task } from './decoding-pool.node.js';
import { type Preparation, type PreparedFile, prepareImage } from './preparation.js';
import { unreadable } from './unreadable.node.js';

const preparation: Preparation = workerData;

parentPort!.on('message', async ({ index, path }: Task) => {
  const bytes = await readFile(path).catch((error) => {
    answer({ index, unreadable: unreadable(path, error).message });
  });
  if (!bytes) return;
  const image = await prepared(bytes);
  answer({ index, image }, typeof image === 'string' ? [] : [image.data.buffer as ArrayBuffer]);
});

/** The pixels, or why there are none. */
async function prepared(bytes: Uint8Array): Promise<PreparedFile | string> {
  try {
    return await prepareImage(bytes, preparation);
  } catch (error) {
    return (error as Error).message;
  }
}

function answer(message: Answer, transfer: readonly ArrayBuffer[] = []): void {
  parentPort!.postMessage(message, transfer);
}
