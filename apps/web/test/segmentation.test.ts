import { accessibilityViolations } from '@cnn-tools/browser/accessibility';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';
import { press, set, view } from './steps.js';

const open = inChromium();

vi.setConfig({ testTimeout: 240_000 });

test('learns to tell the class of each pixel, and shows the masks', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await page.getByLabel('Data set').selectOption('synthetic-masks');
  await page
    .getByText('Simple CNN cannot tell what each pixel shows, so U-Net stands in its place')
    .waitFor();
  // Also where there are no images yet.
  await page.getByLabel('Data set').selectOption('mnist');
  await page.getByText(/^U-Net.* cannot .*, so Simple CNN stands in its place/).waitFor();
  await page.getByLabel('Data set').selectOption('synthetic-masks');
  await page.getByText('4,000 to train · 500 to test').waitFor();
  const networks = page.getByLabel('Network', { exact: true }).getByRole('option');
  const offered = (await networks.allTextContents()).map((name) => name.trim());
  expect(offered).toEqual(['U-Net, 2015', 'FCN-8s, 2015', 'FCN-32s, 2015']);
  await page.getByLabel('Size of an image').selectOption('32');
  await page.getByText('32 × 32 × 3, 5 classes').waitFor();
  await set(page, { 'Use only the first': 640, Epochs: 100, 'Batch size': 16, 'Learning rate': 0.003 });
  await press(page, 'Train');
  await page.getByText(/epoch \d+ of 100/).waitFor({ timeout: 60_000 });
  expect(await accessibilityViolations(page)).toEqual([]);

  await view(page, 'Look inside');
  await page.getByText('Follows the training').waitFor();
  const mean = page.locator('mask-panel [role=status]');
  const early = await mean.textContent();
  await expect.poll(() => mean.textContent(), { timeout: 60_000 }).not.toBe(early);
  await view(page, 'Train');
  // A network that takes all pixels for background has 16 %.
  const validated = page
    .locator('training-progress dl > div', { hasText: 'Validation mean IoU' })
    .locator('dd');
  const reached = async (): Promise<number> => Number.parseFloat((await validated.textContent())!);
  await expect.poll(reached, { timeout: 150_000 }).toBeGreaterThan(24);
  await press(page, 'Stop');
  await page.getByText('· stopped ·').waitFor();
  await page.locator('run-row .results').getByText('Mean IoU, validation').waitFor();

  await view(page, 'Look inside');
  await page.getByRole('button', { name: /^Image 2: / }).click();
  const [seen, truth] = await Promise.all([coloursOf(page, 'mask'), coloursOf(page, 'truth')]);
  expect(seen.size).toBeGreaterThan(1);
  await page.getByRole('slider', { name: 'Strength of the colours' }).press('End');
  await expect.poll(async () => (await coloursOf(page, 'truth')).size).not.toBe(truth.size);
  const classes = page.getByRole('table', { name: 'Classes of pixels in this image' }).getByRole('rowheader');
  expect((await classes.allTextContents()).map((name) => name.trim())).toEqual([
    'background',
    'disc',
    'square',
    'triangle',
    'cross',
  ]);
  await page.getByRole('application', { name: /^conv2d_transpose: / }).waitFor();
  await press(page, 'Test on all images');
  const outcome = page.locator('survey-panel').locator('header p, .error');
  await outcome.waitFor({ timeout: 60_000 });
  expect(await outcome.textContent()).toMatch(/^Mean IoU \d+\.\d % on 500 images$/);
  const scores = page.getByRole('list', { name: 'IoU by class' }).getByRole('listitem');
  expect(await scores.count()).toBe(5);
  expect(await page.locator('confusion-table').count()).toBe(0);
  const worst = page.locator('test-pictures').getByRole('button').first();
  await worst.getByText(/^\d+\.\d % of the pixels right$/).waitFor();
  const before = await mean.textContent();
  await worst.click();
  await expect.poll(() => mean.textContent()).not.toBe(before);
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

/** The colours that a picture of the panel has. */
async function coloursOf(page: Page, id: string): Promise<Set<string>> {
  const colours = await page.locator(`mask-panel #${id}`).evaluate((canvas: HTMLCanvasElement) => {
    // A copy, because to read the same canvas again and again is warned about.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 3).join());
  });
  return new Set(colours);
}
