import { accessibilityViolations } from '@cnn-tools/browser/accessibility';
import { expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';
import { press, set, view } from './steps.js';

const open = inChromium();

vi.setConfig({ testTimeout: 240_000 });

test('learns to find objects, and shows them', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await page.getByLabel('Data set').selectOption('synthetic-boxes');
  await page.getByText('Simple CNN cannot find objects, so YOLO stands in its place').waitFor();
  await set(page, { 'Use only the first': 320, Epochs: 100, 'Batch size': 8, 'Learning rate': 0.004 });
  // Nobody can mix boxes, or smooth them.
  await page.getByText('Augmentation', { exact: true }).click();
  await page.getByLabel('Flip').waitFor();
  expect(await page.getByLabel(/mixup/i).count()).toBe(0);
  await page.getByLabel('Mosaic').check();
  await page.getByRole('img', { name: /as training may see them/ }).waitFor();
  await page.getByLabel('Mosaic').uncheck();
  expect(await page.getByLabel('Label smoothing').count()).toBe(0);
  await press(page, 'Train');
  await page.getByText(/epoch \d+ of 100/).waitFor({ timeout: 60_000 });
  expect(await accessibilityViolations(page)).toEqual([]);
  const validated = page.locator('training-progress dl > div', { hasText: 'Validation mAP' }).locator('dd');
  const reached = async (): Promise<number> => Number.parseFloat((await validated.textContent())!);
  await expect.poll(reached, { timeout: 150_000 }).toBeGreaterThan(15);

  await view(page, 'Look inside');
  await page.getByText('Follows the training').waitFor();
  const sure = page.getByRole('slider', { name: 'Confidence of at least' });
  await sure.press('Home');
  const found = page.getByRole('table', { name: 'Objects in this image' }).getByRole('row');
  const early = await found.allTextContents();
  await expect.poll(() => found.allTextContents(), { timeout: 60_000 }).not.toEqual(early);
  await view(page, 'Train');
  await press(page, 'Stop');
  await page.getByText('· stopped ·').waitFor();
  await page.locator('run-row .results').getByText('mAP, validation').waitFor();

  await view(page, 'Look inside');
  const sentence = page.locator('box-panel [role=status]');
  await sentence.getByText(/^It finds \d of \d objects?/).waitFor();
  const frames = page.locator('box-panel figure', { hasText: 'What it finds' }).locator('rect.line');
  const many = await frames.count();
  expect(many).toBeGreaterThan(0);
  await sure.press('End');
  await expect.poll(() => frames.count()).toBeLessThan(many);
  await page.getByRole('application', { name: /^conv2d: / }).waitFor();
  await press(page, 'Test on all images');
  const outcome = page.locator('survey-panel').locator('header p, .error');
  await outcome.waitFor({ timeout: 60_000 });
  expect(await outcome.textContent()).toMatch(/^mAP \d+\.\d % on 500 images$/);
  const scores = page.getByRole('list', { name: 'Average precision by class' }).getByRole('listitem');
  expect((await scores.allTextContents()).map((text) => text.trim().split(/\s/)[0])).toEqual([
    'disc',
    'square',
    'triangle',
    'cross',
  ]);
  await page
    .locator('test-pictures')
    .getByText(/missed|wrong/)
    .first()
    .waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});
