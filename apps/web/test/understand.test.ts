import { expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';
import { accessibilityViolations } from './open-app.js';
import { press } from './steps.js';

const open = inChromium();

vi.setConfig({ testTimeout: 120_000 });

test('lessons measure when they are run, and say what follows, in both languages', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await page.getByRole('link', { name: 'Understand' }).click();
  const lessons = page.getByRole('navigation', { name: 'Lessons' }).getByRole('button');
  await lessons.first().waitFor();
  await lessons.filter({ hasText: 'Pooling' }).click();
  expect(await accessibilityViolations(page)).toEqual([]);
  await press(page, 'Run the experiment');
  await page.getByRole('heading', { name: 'What follows' }).waitFor();
  await page.getByRole('img', { name: /^Change of the features: no pooling, / }).waitFor();
  const numbers = page.getByRole('row', { name: /^no pooling/ });
  expect(await numbers.textContent()).toMatch(/7,744.*%/s);

  await page.getByRole('button', { name: '日本語' }).click();
  await page.getByRole('heading', { name: 'わかること' }).waitFor();
  await page.getByRole('row', { name: /^プーリングなし/ }).waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});
