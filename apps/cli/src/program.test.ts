import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Workplace } from '../test/run-cli.js';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(() => place.close());

it.each(['--version', '-V', '-v', 'train --version'])('tells the version alone for %s', async (typed) => {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest);
  expect(await place.run(typed.split(' '))).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it('shows the help of a command, as the command does', async () => {
  const { code, stdout } = await place.run(['help', 'summary']);
  expect(code).toBe(0);
  expect(stdout).toBe((await place.run(['summary', '--help'])).stdout);
});

it('says so where help is asked for what is no command', async () => {
  const { code, stdout, stderr } = await place.run(['help', 'trian']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/There is no command 'trian', but there are train, .*; did you mean train\?\n$/);
});

it('shows its help where it is given nothing', async () => {
  const { code, stdout } = await place.run([]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/-V, --version +show the version/);
  expect((await place.run(['--help'])).stdout).toBe(stdout);
});
