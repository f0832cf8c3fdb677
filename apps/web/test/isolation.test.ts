import { expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';

const open = inChromium({ mode: 'pages' });

vi.setConfig({ testTimeout: 120_000 });

test('a page that was built for hosts without headers isolates itself', async () => {
  const { page, problems, close } = await open({ isolated: false });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(problems).toEqual([]);
  await close();
});
