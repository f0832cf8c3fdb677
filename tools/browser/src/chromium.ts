import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const macOs = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Why tests that need a browser are left out on a machine without one. */
export const noChromium = 'no Chromium or Chrome here; install one, or set CHROME_PATH';

/** The path of a Chromium or Chrome: $CHROME_PATH, or the first one found on the search path. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [process.env['CHROME_PATH'], ...onPath, ...macOs].find((path) => path && isExecutable(path));
}

/** A headless browser, with flags of one's own and a camera that sees a moving pattern. The sandbox does not start for root, as whom containers run. */
export function launchChromium(executablePath: string, args: readonly string[] = []): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    args: ['--use-fake-device-for-media-stream', ...(isRoot ? ['--no-sandbox'] : []), ...args],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
