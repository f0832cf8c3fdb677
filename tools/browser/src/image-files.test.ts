import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findChromium, launchChromium, noChromium } from './chromium.js';

// The page's decoder against the bytes that Pillow has, as the tests of @cnn/datasets do it with Node's.

const datasets = new URL('../../../packages/datasets/', import.meta.url);
const images = new URL('src/testing/images/', datasets);
const decoder = readFileSync(new URL('dist/image/pixels.browser.js', datasets), 'utf8');
const expected: Record<string, { shape: [number, number, number]; data: string }> = JSON.parse(
  readFileSync(new URL('expected.json', images), 'utf8'),
);

const executable = findChromium();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  if (!executable) return;
  browser = await launchChromium(executable);
  page = await browser.newPage();
  await page.addScriptTag({
    type: 'module',
    content: `${decoder}\nObject.assign(globalThis, { decodePixels });`,
  });
  await page.waitForFunction('"decodePixels" in globalThis');
}, 60_000);

afterAll(() => browser?.close());

beforeEach(({ skip }) => skip(!executable, noChromium));

const bytesOf = (name: string): number[] => [...readFileSync(fileURLToPath(new URL(name, images)))];

type Decode = (
  bytes: Uint8Array,
  format: string,
) => Promise<{ width: number; height: number; rgba: Uint8ClampedArray }>;

/** What the page makes of a file: height, width and the four channels of each pixel, or why it has none. */
function decodeInPage(name: string, bytes = bytesOf(name)) {
  const format = name.endsWith('.jpg') ? 'jpeg' : name.split('.').at(-1)!;
  return page.evaluate(
    async ([file, type]) => {
      const { decodePixels } = globalThis as unknown as { decodePixels: Decode };
      try {
        const { width, height, rgba } = await decodePixels(new Uint8Array(file), type);
        return { height, width, rgba: [...rgba] };
      } catch (error) {
        return String(error);
      }
    },
    [bytes, format] as const,
  );
}

// Chromium does not turn WebP files by their EXIF data.
const names = Object.keys(expected).filter((name) => name.includes('.') && name !== 'turned.webp');

test.each(names)('%s decodes in a page to what Pillow makes of it', async (name) => {
  const image = await decodeInPage(name);
  if (typeof image === 'string') throw new Error(image);
  const { shape, data } = expected[name]!;
  expect([image.height, image.width, 3]).toEqual(shape);
  const differences = [...Buffer.from(data, 'base64')].map((value, index) => {
    const pixel = 4 * Math.floor(index / 3);
    const opacity = image.rgba[pixel + 3]! / 255;
    return Math.abs(image.rgba[pixel + (index % 3)]! * opacity + 255 * (1 - opacity) - value);
  });
  expect(Math.max(...differences)).toBeLessThan(name.startsWith('clear') ? 2 : 0.5);
});

test.each(['photo.jpg', 'colour.png', 'lossy.webp'])('half of %s is refused in a page', async (name) => {
  const bytes = bytesOf(name);
  expect(await decodeInPage(name, bytes.slice(0, bytes.length / 2))).toBe(
    'Error: it is truncated or damaged',
  );
});
