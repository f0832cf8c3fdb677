import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

function conformance(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
}

test('one op alone, on as many shapes as asked for', () => {
  const { status, stdout } = conformance('--op', 'relu', '--cases', '3', '--seed', '7');
  expect(stdout).toMatch(/^Seed 7, /);
  expect(stdout).toMatch(/✓ relu +f64 0 \(3\)/);
  expect(stdout).not.toContain('reluGrad');
  expect(status).toBe(0);
});

test('one shape again', () => {
  const { status, stdout } = conformance('--op', 'add', '--seed', '7', '--sizes', 'length=5,nonFinite=0');
  expect(stdout).toMatch(/✓ add +f64 [^ ]+ \(1\), tfjs-wasm 0 \(1\)/);
  expect(status).toBe(0);
});

test.each([
  [['--cases', 'many'], 'It must be a whole number, 1 or larger, for example 100.'],
  [
    ['--op', 'conv3d'],
    "--op got 'conv3d'; expected an op of @cnn/tensor. Choose one of accumulate, adagradUpdate,",
  ],
  [['--sizes', 'length=5'], 'name it with --op'],
  [
    ['--op', 'add', '--sizes', 'width=5'],
    '--sizes got width; expected those of add, for example --sizes length=',
  ],
  [['--op', 'add', '--sizes', '5'], "'5' is no size. Write name=value"],
  [['--op', 'add', '--write-docs'], '--write-docs writes a table of all ops'],
])('%j is refused', (args, message) => {
  const { status, stdout, stderr } = conformance(...args);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(status).toBe(2);
});
