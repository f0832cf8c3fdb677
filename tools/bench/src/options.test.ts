import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';
import { peerNames } from './roster.ts';

/** Reads its arguments as options, and measures nothing. */
const program = `
  import { parseOptions } from '${new URL('./options.ts', import.meta.url)}';
  parseOptions(process.argv.slice(1));`;

test.each([
  ['--quick', ['--quick']],
  ['--only', ['--only', '3×3']],
  ['--peers', ['--peers', 'none']],
  ['--peers', ['--peers', 'tfjs-wasm', 'tfjs-cpu']],
])('--write-docs is refused with %s %j', (name, args) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', program, '--', '--write-docs', ...args],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe(`error: --write-docs replaces whole tables of published figures; leave out ${name}.\n`);
  expect(status).toBe(1);
});

test('--write-docs goes with whole suites, and with all peers by name', () => {
  const args = ['--write-docs', '--suite', 'infer', '--runs', '5', '--peers', ...peerNames];
  expect(parseOptions(args)).toMatchObject({ writeDocs: true, suite: ['infer'], runs: 5 });
});
