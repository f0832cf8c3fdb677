import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { createVitest } from 'vitest/node';
import { LeftOutReporter } from './left-out.js';

test('a run ends with what was left out, and why', async () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
  const root = fileURLToPath(new URL('fixture', import.meta.url));
  const vitest = await createVitest('test', {
    root,
    config: false,
    watch: false,
    include: ['*.fixture.ts'],
    reporters: [new LeftOutReporter()],
  });
  await vitest.start();
  await vitest.close();
  log.mockRestore();
  expect(lines).toEqual(['Left out: 2 tests of some.fixture.ts (no browser here)']);
});
