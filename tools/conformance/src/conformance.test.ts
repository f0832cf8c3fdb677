import * as tensor from '@cnn/tensor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCases } from './catalog.ts';
import { run } from './run.ts';
import { Sessions } from './sessions.ts';
import { loadTensorFlow } from './tfjs.ts';

// A short run of what `npx pnpm@12 conformance` does at length.
const seed = Math.floor(Math.random() * 2 ** 31);
const shapes = 4;
const cases = await loadCases();
let sessions: Sessions;

beforeAll(async () => {
  await loadTensorFlow();
  sessions = await Sessions.start();
});
afterAll(() => sessions.close());

test.each(cases)(
  `$name is what it is defined to be, and what TensorFlow.js has (seed ${seed})`,
  async (tested) => {
    const { failure } = await run(tested, seed, shapes, sessions);
    expect(failure?.sentences ?? [], `repeat it with ${failure?.command}`).toEqual([]);
  },
);

test('every op has a case', () => {
  const ops = Object.values<unknown>(tensor).flatMap((value) =>
    typeof value === 'function' && 'opName' in value ? [value.opName] : [],
  );
  expect(ops.length).toBeGreaterThan(30);
  const tested = new Set<unknown>(cases.map(({ op }) => op.opName));
  const missing = ops.filter((op) => !tested.has(op));
  expect(missing, 'add a case for each to tools/conformance/src/cases, see tools/README.md').toEqual([]);
});
