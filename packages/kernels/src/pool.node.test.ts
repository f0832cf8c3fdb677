import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('lets a program end while helpers wait for work', () => {
  const kernels = new URL('../dist/index.js', import.meta.url).href;
  const program = `const { Kernels } = await import('${kernels}');
    const { threads } = await Kernels.load({ threads: 3 });
    console.log(threads);`;
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const args = ['--input-type=module', '--eval', program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '3\n', stderr: '' });
});
