import { accessibilityViolations } from '@cnn-tools/browser/accessibility';
import { expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';

import { press } from './steps.js';

const open = inChromium();

vi.setConfig({ testTimeout: 120_000 });

test('lessons measure when they are run, and say what follows, in both languages', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await page.getByRole('link', { name: 'Understand' }).click();
  const lessons = page.getByRole('navigation', { name: 'Lessons' }).getByRole('button');
  await lessons.filter({ hasText: 'Pooling and small shifts' }).click();
  expect(await accessibilityViolations(page)).toEqual([]);
  await press(page, 'Run the experiment');
  await page.getByRole('heading', { name: 'What follows' }).waitFor();
  await page.getByRole('img', { name: /^Change of the features: no pooling, / }).waitFor();
  const numbers = page.getByRole('row', { name: /^no pooling/ });
  expect(await numbers.textContent()).toMatch(/7,744.*%/s);

  // As a phone that is turned: what was drawn wide becomes as narrow as the page.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByRole('button', { name: '日本語' }).click();
  await page.getByRole('heading', { name: 'わかること' }).waitFor();
  await page.getByRole('row', { name: /^プーリングなし/ }).waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);

  // A table of seven columns scrolls by itself.
  await press(page, 'English');
  await page.getByRole('combobox', { name: 'Lessons' }).selectOption('Local features');
  await press(page, 'Run the experiment');
  await page.getByRole('heading', { name: 'What follows' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(problems).toEqual([]);
  await close();
});

test('demonstrations answer what a person does, by keyboard, too', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await page.getByRole('link', { name: 'Understand' }).click();
  const sum = page.locator('window-sum [aria-live]');

  // A filter that changes nothing, then weights of one's own.
  await page.getByLabel('Filter', { exact: true }).selectOption('Identity');
  await press(page, 'Start over');
  await expect.poll(() => sum.textContent()).toContain('Row 1, column 1: 0.08');
  await page.getByLabel('Weight, row 2, column 2').fill('-2');
  await page.getByLabel('Weight, row 2, column 2').blur();
  await expect.poll(() => sum.textContent()).toContain('Row 1, column 1: −0.16');
  expect(await page.getByLabel('Filter', { exact: true }).locator(':checked').textContent()).toBe('Your own');
  await press(page, 'Step');
  await expect.poll(() => sum.textContent()).toContain('Row 1, column 2');
  await page.getByRole('application', { name: 'Output' }).press('ArrowDown');
  await expect.poll(() => sum.textContent()).toContain('Row 2, column 2');
  // By rows, as nothing is to move.
  await press(page, 'Play');
  await expect.poll(() => sum.textContent(), { timeout: 10_000 }).toContain('Row 3, column 2');
  await press(page, 'Pause');
  await page.getByLabel('Size').selectOption('5 × 5');
  expect(await page.getByRole('spinbutton').count()).toBe(25);
  expect(await accessibilityViolations(page)).toEqual([]);

  await press(page, 'One filter for all places');
  await page.getByText('Row 3, column 9: the filter answers 100.0 %').waitFor();
  await page.getByRole('application', { name: 'Place of the drawing' }).press('ArrowDown');
  await page.getByText('Row 4, column 9: the filter answers 100.0 %').waitFor();
  await page.getByLabel('Image size').press('End');
  await page.getByText('784 weights').waitFor();
  await page.getByRole('application', { name: 'Place of the drawing' }).click({ position: { x: 8, y: 8 } });
  await page.getByText('Row 1, column 1: the filter answers 100.0 %, the dense unit').waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);

  await press(page, 'Padding and stride');
  await page.getByRole('heading', { name: 'Output, 4 × 4' }).waitFor();
  await page.getByLabel('Stride', { exact: true }).press('ArrowRight');
  await page.getByRole('heading', { name: 'Output, 3 × 3' }).waitFor();
  await page.getByRole('application').press('Home');
  await page.getByText('Output row 2, column 1: input rows 3, 4, 5, columns 0, 1, 2').waitFor();
  await page.getByLabel('Padding', { exact: true }).selectOption('valid');
  await page.getByRole('heading', { name: 'Output, 2 × 2' }).waitFor();
  await page.getByLabel('Dilation').press('End');
  await page.getByText('seen by no window').waitFor();
  await page.getByLabel('Filter size').press('End');
  await page.getByRole('alert').getByText('spans 13 pixels').waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);

  await press(page, 'Max and average pooling');
  await page.getByLabel('Shift in pixels').press('Home');
  await page.getByText('0.0 %').nth(2).waitFor();
  await page.getByLabel('Shift in pixels').press('End');
  await page
    .getByText(/^[1-9][\d.]+ %$/)
    .nth(2)
    .waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);

  await press(page, 'Activations and their slopes');
  await page.getByLabel('x', { exact: true }).press('End');
  expect(await page.getByRole('row', { name: /^tanh/ }).textContent()).toMatch(/1\.000.*0\.000.*e−/s);
  expect(await page.getByRole('row', { name: /^ReLU/ }).textContent()).toMatch(/6\.000.*1\.000.*1/s);
  expect(await accessibilityViolations(page)).toEqual([]);

  await press(page, 'Vanishing gradients, live');
  await press(page, 'Start');
  await page
    .getByText(/^step [1-9]/)
    .nth(2)
    .waitFor();
  await page.getByRole('img', { name: /^Gradients of Sigmoid: \d\.\de-\d+ in the first/ }).waitFor();
  await press(page, 'Stop');
  await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});
