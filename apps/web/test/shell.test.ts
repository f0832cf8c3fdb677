import { rm } from 'node:fs/promises';
import { findChromium, launchChromium, noChromium } from '@cnn-tools/browser/chromium';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityViolations, buildApp, type OpenApp, openApp } from './open-app.js';

const executable = findChromium();
let folder: string;
let browser: Browser;

beforeAll(async () => {
  if (!executable) return;
  folder = await buildApp();
  browser = await launchChromium(executable);
}, 120_000);

afterAll(async () => {
  if (!executable) return;
  await browser.close();
  await rm(folder, { recursive: true });
});

beforeEach(({ skip }) => skip(!executable, noChromium));

describe.each([
  { isolated: true, what: 'a cross-origin isolated page' },
  { isolated: false, what: 'a page that is not isolated' },
])('$what', ({ isolated }) => {
  let app: OpenApp;
  beforeAll(async () => {
    if (executable) app = await openApp(browser, folder, { isolated });
  });
  afterAll(() => app?.close());

  test('says on how many threads it computes, and why on one', async () => {
    const status = app.page.locator('engine-status p');
    const note = app.page.getByText('Cross-Origin-Opener-Policy');
    if (isolated) await expect.poll(() => status.textContent()).toMatch(/[\d]+ threads? · /);
    else await expect.poll(() => status.textContent()).toContain('1 thread · ');
    expect(await note.count()).toBe(isolated ? 0 : 1);
  });

  test('is accessible, in both languages and appearances', async () => {
    const { page } = app;
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: '日本語' }).click();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => page.title()).toMatch(/学習/);
    expect(await page.locator('html').getAttribute('lang')).toBe('ja');
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'English' }).click();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en');
  });

  test('loads less than 300 kB, all from its own origin, without a complaint', async () => {
    expect(await app.received()).toBeLessThan(300_000);
    expect(app.problems).toEqual([]);
  });
});
