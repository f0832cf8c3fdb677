import { expect, test } from 'vitest';
import { benchmark } from './benchmark.ts';
import { suiteNames } from './report.ts';
import { LIMIT, OURS, peerNames } from './roster.ts';
import { tables } from './tables.ts';

test('everyone who is installed can be measured on everything', { timeout: 180_000 }, async () => {
  const report = await benchmark({
    suites: suiteNames,
    peers: peerNames,
    threads: 2,
    runs: 2,
    quick: true,
    only: '',
    log: () => {},
  });
  const { rows, ratios, failures, machine } = report;
  expect(failures.filter(({ implementation }) => implementation !== 'tfjs-wasm')).toEqual([]);
  // The one thing that a peer is known to lack.
  expect(failures.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    "training step: Error: Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'",
  ]);
  for (const row of rows) {
    const { median, min, max, runs, roof = 1 } = row;
    const figures = [median, min, max, roof, ...runs];
    expect(
      figures.every((value) => Number.isFinite(value) && value > 0),
      JSON.stringify(row),
    ).toBe(true);
    expect([min <= median, median <= max, runs.length >= 1]).toEqual([true, true, true]);
  }
  for (const ratio of ratios) expect(ratio.median, JSON.stringify(ratio)).toBeGreaterThan(0);
  const measured = new Set(
    rows.map(({ suite, implementation, threads }) => `${suite} ${implementation} ${threads}`),
  );
  for (const suite of suiteNames) {
    for (const threads of [1, 2]) expect(measured).toContain(`${suite} ${OURS} ${threads}`);
  }
  for (const wanted of [
    `kernels ${LIMIT} 2`,
    'train tfjs-wasm-composed 1',
    'infer tfjs-cpu 1',
    'kernels tfjs-wasm 1',
  ]) {
    expect(measured).toContain(wanted);
  }
  // Every kernel has been held to what the machine can do.
  const kernels = rows.filter(({ suite, implementation }) => suite === 'kernels' && implementation === OURS);
  expect(kernels.every(({ roof }) => roof !== undefined)).toBe(true);
  expect(machine).toMatchObject({ node: process.versions.node, v8: process.versions.v8 });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  for (const suite of suiteNames)
    expect(tables(report, suite)).toContain(suite === 'kernels' ? 'GB/s' : 'images/s');
});
