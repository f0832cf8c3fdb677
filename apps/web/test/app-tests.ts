import { rm } from 'node:fs/promises';
import { findChromium, launchChromium, noChromium } from '@cnn-tools/browser/chromium';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type BuildMode, buildApp, type OpenApp, type OpenOptions, openApp } from './open-app.js';

/** Opens the built page for a test, which closes it. */
export type Open = (options: OpenOptions) => Promise<OpenApp>;

/** Builds the page and starts a browser around the tests of a file, which are left out where there is none. */
export function inChromium({ mode, args }: { mode?: BuildMode; args?: readonly string[] } = {}): Open {
  const executable = findChromium();
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    if (!executable) return;
    folder = await buildApp(mode);
    browser = await launchChromium(executable, args);
  }, 120_000);
  afterAll(async () => {
    if (!executable) return;
    await browser.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(({ skip }) => skip(!executable, noChromium));
  return (options) => openApp(browser, folder, options);
}
