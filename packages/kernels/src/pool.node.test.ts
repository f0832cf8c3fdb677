import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const kernels = new URL('../dist/index.js', import.meta.url).href;
const cwd = fileURLToPath(new URL('.', import.meta.url));

/** Loads kernels on three threads in a process of its own, which prints what becomes of it. */
function load({ options = [], before = '' }: { options?: string[]; before?: string }) {
  const program = `const { Kernels, KernelError } = await import('${kernels}');
    ${before}
    await Kernels.load({ threads: 3 }).then(
      ({ threads }) => console.log(threads),
      (error) => console.log(error instanceof KernelError, error.about?.kind, error.message),
    );`;
  const args = [...options, '--input-type=module', '--eval', program];
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 20_000 });
}

it('lets a program end while helpers wait for work', () => {
  const { status, stdout, stderr } = load({});
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '3\n', stderr: '' });
});

const permission = ['--permission', '--experimental-permission'].find((option) =>
  process.allowedNodeEnvironmentFlags.has(option),
);

it.runIf(permission)('tells that threads may not be started, and leaves none behind', () => {
  const { status, stdout } = load({ options: [permission!, '--allow-fs-read=*'] });
  expect(stdout).toMatch(/^true undefined A kernel thread could not be started \(Error: .*\)\. Try again/);
  expect(status).toBe(0);
});

it('tells that addresses for the memory are refused', () => {
  const before = `globalThis.others = [];
    try {
      for (;;) others.push(new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true }));
    } catch {}`;
  const { status, stdout } = load({ before });
  expect(stdout).toMatch(/^true memory-refused The host did not set aside addresses for 4096 MiB /);
  expect(status).toBe(0);
});
