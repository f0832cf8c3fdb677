import { readFile } from 'node:fs/promises';
import { instructions } from '@cnn/kernels';
import * as tensor from '@cnn/tensor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCases } from './catalog.ts';
import { instructionsOf } from './check.ts';
import { run } from './run.ts';
import { Sessions } from './sessions.ts';
import { loadTensorFlow } from './tfjs.ts';
import { drawSizes, makeTrial } from './trial.ts';

// A short run of what `npx pnpm@12 conformance` does at length. The same shapes every time, so that a test fails
// because of what was changed; new shapes are the command's to search.
const seed = 2026;
const shapes = 5;
const cases = await loadCases();
const ops = Object.values<unknown>(tensor).flatMap((value) =>
  typeof value === 'function' && 'opName' in value ? [String(value.opName)] : [],
);
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
  expect(ops.length).toBeGreaterThan(30);
  const missing = ops.filter((op) => !cases.some((each) => each.op.opName === op));
  expect(missing, 'add a case for each to tools/conformance/src/cases, see tools/README.md').toEqual([]);
});

test('every case has a name of its own', () => {
  const names = cases.map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('every instruction of the kernels is run by a case', () => {
  const missing = new Set<string>(Object.keys(instructions));
  // Computes nothing itself; @cnn/tensor's tests hold what it leads to bits of the others.
  missing.delete('depthFirst');
  for (let index = 0; index < 30 && missing.size > 0; index++) {
    for (const tested of cases) {
      for (const name of instructionsOf(makeTrial(tested, 1, drawSizes(tested, 1, index))))
        missing.delete(name);
    }
  }
  expect([...missing], 'let a case draw shapes for which an op uses it').toEqual([]);
});

test('docs/conformance.md has every op and every case', async () => {
  const text = await readFile(new URL('../../../docs/conformance.md', import.meta.url), 'utf8');
  const rows = new Set([...text.matchAll(/^\| `([^`]+)` \| f64 \|/gm)].map(([, name]) => name!));
  const remedy = 'run npx pnpm@12 conformance --write-docs and commit docs/conformance.md';
  expect(
    cases.filter(({ name }) => !rows.has(name)).map(({ name }) => name),
    remedy,
  ).toEqual([]);
  const known = new Set([...rows].map((name) => name.split('/')[0]));
  expect(
    ops.filter((op) => !known.has(op)),
    remedy,
  ).toEqual([]);
});
