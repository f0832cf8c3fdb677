import { accessibilityViolations } from '@cnn-tools/browser/accessibility';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';

const open = inChromium();

vi.setConfig({ testTimeout: 120_000 });

describe.each([
  { isolated: true, what: 'a cross-origin isolated page' },
  { isolated: false, what: 'a page that is not isolated' },
])('$what', ({ isolated }) => {
  test('says on how many threads it computes, and why on one', async () => {
    const app = await open({ isolated });
    await app.page.getByText(isolated ? /^\d+ threads? · / : /^1 thread · /).waitFor();
    expect(await app.page.getByText('Cross-Origin-Opener-Policy').count()).toBe(isolated ? 0 : 1);
    await app.close();
  });

  test('loads less than 300 kB, all from its own origin, without a complaint', async () => {
    const app = await open({ isolated });
    expect(await app.received()).toBeLessThan(300_000);
    expect(await layoutShift(app.page)).toBeLessThan(0.01);
    expect(app.problems).toEqual([]);
    await app.close();
  });
});

test('works without a connection after the first visit', async () => {
  const { page, problems, disconnect, close } = await open({ isolated: true });
  // The page itself is kept at once with all else that it is made of; some parts of it may be there before.
  const kept = (): Promise<boolean> => page.evaluate(async () => !!(await caches.match(location.href)));
  await expect.poll(kept, { timeout: 60_000 }).toBe(true);
  disconnect();
  await page.reload();
  await page.getByRole('button', { name: 'Train', exact: true }).and(page.locator(':enabled')).waitFor();
  await page.getByText(/^\d+ threads? · /).waitFor();
  await page.getByRole('link', { name: 'Understand' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await page.getByRole('button', { name: 'The learning rate' }).click();
  await page.getByRole('button', { name: 'Run the experiment' }).waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('is accessible, in both languages and appearances, wide and narrow', async () => {
  const { page, problems, close } = await open({ isolated: true });
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.getByRole('button', { name: '日本語' }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator('html[lang=ja]').waitFor();
  expect(await page.title()).toContain('学習');
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.reload();
  await page.locator('html[lang=ja]').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('a lost worker is told, and a new one takes its place', async () => {
  const { page, close } = await open({ isolated: true });
  const [engine] = page.workers().filter((worker) => worker.url().includes('/worker-'));
  await engine!.evaluate(
    () => void setTimeout(() => (globalThis as unknown as { nothing: () => void }).nothing()),
  );
  await page.getByRole('alert').getByText('has ended').waitFor();
  await page.getByRole('button', { name: 'Restart the worker' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).and(page.locator(':enabled')).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await close();
});

/** How far things have moved on the page without anybody's doing, as browsers score it. */
function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const shifts = list.getEntries() as (PerformanceEntry & { readonly value?: number })[];
          resolve(shifts.reduce((sum, { value = 0 }) => sum + value, 0));
        }).observe({ type: 'layout-shift', buffered: true });
        // Where nothing has moved, nothing is told.
        setTimeout(() => resolve(0), 500);
      }),
  );
}
