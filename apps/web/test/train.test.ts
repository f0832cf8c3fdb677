import { readFile } from 'node:fs/promises';
import { loadModel } from '@cnn/layers';
import { accessibilityViolations } from '@cnn-tools/browser/accessibility';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { inChromium } from './app-tests.js';

import { press, set } from './steps.js';

const open = inChromium();

describe.each([
  { isolated: true, what: 'a cross-origin isolated page' },
  { isolated: false, what: 'a page that is not isolated' },
])('$what', ({ isolated }) => {
  test('trains the reference network, keeps it over a reload, and goes on', {
    timeout: 240_000,
  }, async () => {
    const { page, problems, close } = await open({ isolated });
    await set(page, { 'Use only the first': 6000, Epochs: 5, 'Batch size': 16 });
    await press(page, 'Train');

    const charts = page.locator('curves-panel');
    await page.getByText(/epoch \d of 5/).waitFor();
    const first = await charts.screenshot();
    await expect.poll(async () => first.equals(await charts.screenshot()), patiently).toBe(false);
    expect(await accessibilityViolations(page)).toEqual([]);

    await page.getByText('· finished ·').waitFor({ timeout: 300_000 });
    const accuracy = await testAccuracy(page);
    await page.getByText(`Done: ${accuracy.toFixed(1)} % of the test images`).waitFor();
    await charts.locator('learning-curve').first().hover();
    await charts.getByText(/validation \d\.\d+/).waitFor();
    expect(accuracy).toBeGreaterThanOrEqual(80);

    await page.reload();
    await page.getByText('· finished ·').waitFor();
    expect(await testAccuracy(page)).toBe(accuracy);
    await set(page, { Epochs: 1 });
    await press(page, 'Go on');
    await page.getByText('6 epochs · finished').waitFor({ timeout: 60_000 });
    expect(await testAccuracy(page)).toBeGreaterThan(accuracy - 8);
    expect(problems).toEqual([]);
    await close();
  });
});

test('pauses, resumes, takes another learning rate, and stops with what was learned', {
  timeout: 60_000,
}, async () => {
  const { page, close } = await open({ isolated: true });
  await set(page, { Epochs: 500, 'Use only the first': 2000 });
  await press(page, 'Train');
  await page.getByText(/epoch \d+ of 500/).waitFor();
  await press(page, 'Pause');
  await page.getByText('Paused', { exact: true }).waitFor();
  const bar = page.getByRole('progressbar', { name: 'Progress of the training' });
  const style = await bar.innerHTML();
  await page.waitForTimeout(400);
  expect(await bar.innerHTML()).toBe(style);
  await set(page, { 'New learning rate': 0.0005 });
  await press(page, 'Set');
  await press(page, 'Resume');
  await expect.poll(() => bar.innerHTML(), patiently).not.toBe(style);
  await press(page, 'Stop');
  await page.getByText('· stopped ·').waitFor();
  expect(await page.getByLabel('Learning rate', { exact: true }).inputValue()).toBe('0.0005');

  await page.getByText('Save', { exact: true }).click();
  const saved = page.waitForEvent('download');
  await press(page, 'model.safetensors');
  const model = loadModel(await readFile(await (await saved).path()));
  expect(model.countParams()).toBe(422_218);
  expect(JSON.parse(model.metadata['classNames']!)).toHaveLength(10);
  await close();
});

/** For machines that have other work, too. */
const patiently = { timeout: 30_000 };

/** In percent, as the list of runs says. */
async function testAccuracy(page: Page): Promise<number> {
  return Number.parseFloat((await page.locator('run-row .results').first().textContent())!);
}
