import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Task } from './decoding-pool.node.js';
import { type Preparation, type PreparedFile, prepareImage } from './preparation.js';

const preparation: Preparation = workerData;

parentPort!.on('message', async ({ index, path }: Task) => {
  const image = await prepared(path);
  const answer: Answer = { index, image };
  parentPort!.postMessage(answer, typeof image === 'string' ? [] : [image.data.buffer as ArrayBuffer]);
});

/** The pixels, or why there are none. */
async function prepared(path: string): Promise<PreparedFile | string> {
  try {
    return await prepareImage(await readFile(path), preparation);
  } catch (error) {
    return (error as Error).message;
  }
}
