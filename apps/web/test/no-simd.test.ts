import { accessibilityViolations } from '@cnn-tools/browser/accessibility';
import { expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';
import { press } from './steps.js';

vi.setConfig({ testTimeout: 120_000 });

// WebAssembly's vectors take instructions that V8 can be told not to use, on this architecture.
const open = inChromium({ args: ['--js-flags=--no-enable-sse4-1'] });

test.skipIf(process.arch !== 'x64')(
  'a browser without WebAssembly SIMD is told what it lacks, and which browsers have it',
  async () => {
    const { page, problems, close } = await open({ isolated: true, able: false });
    const told = page.getByRole('alert');
    await told.getByText('This browser cannot do WebAssembly SIMD').waitFor();
    expect(await told.textContent()).toContain('Safari 16.4');
    expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true);
    expect(await accessibilityViolations(page)).toEqual([]);
    await press(page, '日本語');
    await told.getByText('WebAssembly SIMD に対応していません').waitFor();
    expect(problems).toEqual([]);
    await close();
  },
);
