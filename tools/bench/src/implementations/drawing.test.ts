import { expect, test, vi } from 'vitest';
import * as numbers from '../numbers.ts';
import { networkTask, type Task } from '../task.ts';
import type { MakeImplementation } from './implementation.ts';

// Spied on, so that drawing can be counted; it does what it always does.
vi.mock('../numbers.ts', { spy: true });

const tasks: readonly Task[] = [
  networkTask('step', 1),
  networkTask('fit', 1, 2),
  networkTask('forward', 1),
  networkTask('predict', 1),
  { kind: 'resnet20Step', batch: 1 },
  { kind: 'matMul', m: 2, k: 3, n: 4 },
];

test.each([
  { name: 'cnn', load: () => import('./cnn.ts') },
  { name: 'tfjs-wasm', load: () => import('./tfjs-wasm.ts') },
])('$name draws its numbers before it is timed', async ({ load }) => {
  const { implementation }: { implementation: MakeImplementation } = await load();
  const { prepare } = await implementation({ variant: 'simd', threads: 1 });
  for (const task of tasks) {
    const before = drawn();
    const run = await prepare(task);
    if (!run) continue;
    const ready = drawn();
    expect(ready, task.kind).toBeGreaterThan(before);
    // TensorFlow.js lacks a kernel for a step on WebAssembly, and says so when it runs.
    await Promise.resolve(run()).catch(() => {});
    expect(drawn(), task.kind).toBe(ready);
  }
});

function drawn(): number {
  return Object.values(numbers).reduce((sum, draw) => sum + vi.mocked(draw).mock.calls.length, 0);
}
