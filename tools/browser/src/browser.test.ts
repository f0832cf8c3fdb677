import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from './chromium.js';
import { buildPage, type OpenPage, openPage, removePage } from './open-page.js';
import { type Computed, perform } from './page/tasks.js';

const executable = findChromium();
let folder: string;
let browser: Browser;

beforeAll(async () => {
  if (!executable) return;
  folder = await buildPage();
  browser = await launchChromium(executable);
}, 60_000);

afterAll(async () => {
  if (!executable) return;
  await browser.close();
  await removePage(folder);
});

beforeEach(({ skip }) => skip(!executable, noChromium));

const resultOf = (answer: Awaited<ReturnType<typeof perform>>): Computed => {
  if ('error' in answer) throw new Error(answer.error);
  return answer.result;
};

describe.each([
  { isolated: true, page: 'a cross-origin isolated page' },
  { isolated: false, page: 'a page that is not isolated' },
])('$page', ({ isolated }) => {
  let page: OpenPage;
  beforeAll(async () => {
    if (executable) page = await openPage(browser, folder, { isolated });
  });
  afterAll(() => page?.close());

  test.each(['simd', 'relaxed'] as const)(
    'a worker computes the bits that Node.js computes, %s',
    async (variant) => {
      const options = isolated ? { variant, threads: 2 } : { variant };
      const there = resultOf(await page.perform('performInWorker', 'compute', options));
      const here = resultOf(await perform('compute', options));
      expect(there).toMatchObject({ variant, threads: isolated ? 2 : 1 });
      expect(there.numbers).toEqual(here.numbers);
    },
  );

  test('a worker trains a network to the weights that Node.js trains it to', async () => {
    const there = resultOf(await page.perform('performInWorker', 'train', isolated ? { threads: 2 } : {}));
    const here = resultOf(await perform('train', { variant: there.variant }));
    expect(there.threads).toBe(isolated ? 2 : 1);
    expect(there.numbers[3]).toBeLessThan(there.numbers[0]!);
    expect(there.numbers).toEqual(here.numbers);
  });

  test('the main thread, which may not wait, computes alone', async () => {
    const there = resultOf(await page.perform('perform', 'compute', {}));
    expect(there.threads).toBe(1);
    expect(there.numbers).toEqual(resultOf(await perform('compute', { threads: 1 })).numbers);
  });

  test('threads are refused where they cannot work, with the way out', async () => {
    const main = await page.perform('perform', 'compute', { threads: 2 });
    expect(main).toHaveProperty(
      'error',
      expect.stringMatching(isolated ? /worker/i : /Cross-Origin-Opener-Policy|worker/),
    );
    if (isolated) return;
    const worker = await page.perform('performInWorker', 'compute', { threads: 2 });
    expect(worker).toHaveProperty(
      'error',
      expect.stringContaining("'Cross-Origin-Opener-Policy: same-origin'"),
    );
  });
});
