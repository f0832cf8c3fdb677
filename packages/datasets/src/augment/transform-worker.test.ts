import { expect, test } from 'vitest';
import { WorkerError } from '../errors.js';
import { randomFlip } from './random-flip.js';
import { TransformWorker } from './transform-worker.js';
import type { Transform, TransformTask } from './transforms.js';

function task(transform: Transform): TransformTask {
  return {
    transforms: [transform],
    seed: 0,
    epoch: 0,
    batch: 0,
    samples: Uint32Array.of(0),
    imageShape: [2, 2, 1],
    x: Uint8Array.of(1, 2, 3, 4),
    y: undefined,
    masks: undefined,
    objects: undefined,
  };
}

test('an error in the worker fails what was asked of it, and all that is asked later', async () => {
  const worker = new TransformWorker();
  expect([...(await worker.run(task(randomFlip()))).x].sort()).toEqual([1, 2, 3, 4]);
  const broken = worker.run(task({ name: 'randomFlop' } as unknown as Transform));
  const behind = worker.run(task(randomFlip()));
  await expect(broken).rejects.toThrow(WorkerError);
  await expect(behind).rejects.toThrow(
    /^The worker that transforms images stopped \(TypeError: .*\)\. Start/,
  );
  await expect(worker.run(task(randomFlip()))).rejects.toThrow('workers: 0');
  await worker.close();
});
