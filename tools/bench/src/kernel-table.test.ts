import { expect, test } from 'vitest';
import { kernelTables } from './kernel-table.ts';
import { thisMachine } from './machine.ts';
import { ratiosOf } from './ratios.ts';
import type { Row } from './report.ts';
import { spread } from './statistics.ts';

function row(name: string, implementation: string, speed: number): Row {
  const variant = implementation === 'cnn' ? 'relaxed' : '';
  const subject = { suite: 'kernels', name, shape: '3×3', implementation, variant, threads: 1 } as const;
  return { ...subject, unit: 'GFLOP/s', ...spread([speed]), runs: [speed] };
}

function linesOf(rows: readonly Row[]): string[] {
  const report = { machine: thisMachine(), rows, ratios: ratiosOf(rows), failures: [] };
  return kernelTables(report).split('\n');
}

const forward = [row('forward', 'cnn', 30), row('forward', 'tfjs-wasm', 10)];

test('a figure of a kernel that the peer lacks is marked, and a note says whose it is', () => {
  const lines = linesOf([
    ...forward,
    row('filter gradient', 'cnn', 20),
    row('filter gradient', 'tfjs-wasm-composed', 2),
  ]);
  const cells = (name: string): string[] =>
    lines
      .find((line) => line.startsWith(`| ${name} `))!
      .split('|')
      .map((cell) => cell.trim());
  expect(cells('forward').slice(-3, -1)).toEqual(['10.0', '3.00 ×']);
  expect(cells('filter gradient').slice(-3, -1)).toEqual(['2.00 †', '10.0 ×']);
  expect(lines.at(-1)).toMatch(/^† `tfjs-wasm` has no such kernel;.*`tfjs-wasm-composed`/);
});

test('where the peer has all kernels, there is no note', () => {
  expect(linesOf(forward).join('\n')).not.toContain('†');
});
