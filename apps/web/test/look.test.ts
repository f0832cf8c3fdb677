import { accessibilityViolations } from '@cnn-tools/browser/accessibility';
import type { Locator, Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';

import { press, set } from './steps.js';

const open = inChromium();

vi.setConfig({ testTimeout: 120_000 });

/** A pixel is pointed at, its products add up to it, and keys lead to its neighbours. */
async function takeApart(page: Page, maps: Locator): Promise<void> {
  const panel = page.locator('neuron-panel');
  const place = panel.getByRole('status');
  await maps.locator('canvas').nth(3).click();
  await place.getByText(/^conv2d, map 4, row 1[67], column 1[67]: /).waitFor();
  await panel.getByRole('button', { name: 'Close' }).click();
  await maps.press('ArrowUp');
  await place.getByText(/^conv2d, map 1, row 17, column 17: /).waitFor();
  const numberIn = (text: string | null): number => Number(text!.replace('−', '-'));
  const rows = async (): Promise<number[]> =>
    (await panel.locator('tr td:last-child').allTextContents()).map(numberIn);
  const addsUp = async (): Promise<void> => {
    const [first, second, third, bias, sum, value] = await rows();
    // Each is rounded to four digits.
    expect(Math.abs(first! + second! + third! + bias! - sum!)).toBeLessThan(3e-4);
    expect(value).toBeCloseTo(Math.max(0, sum!), 3);
  };
  await addsUp();
  const products = await panel
    .getByRole('img', { name: /^Products: / })
    .first()
    .getAttribute('aria-label');
  const total = products!
    .slice('Products: '.length)
    .split(', ')
    .reduce((sum, each) => sum + numberIn(each), 0);
  expect(Math.abs(total - (await rows())[0]!)).toBeLessThan(9 * 0.005 + 1e-4);
  await panel.getByText('Its receptive field: 3 × 3 pixels').waitFor();
  const before = await place.textContent();
  await maps.press('ArrowRight');
  await place.getByText(/row 17, column 18: /).waitFor();
  expect(await place.textContent()).not.toBe(before);
  await addsUp();
  await maps.press('PageDown');
  await place.getByText(/map 2, row 17, column 18: /).waitFor();
  await panel.getByRole('application', { name: /^Map 2/ }).press('ArrowUp');
  await place.getByText(/map 2, row 16, column 18: /).waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Close' }).click();
  expect(await panel.count()).toBe(0);

  // The pixel of a pooling is one of those in its window, and that of a dense layer sees all of the image.
  await page
    .getByRole('application', { name: /^max_pooling2d: / })
    .locator('canvas')
    .first()
    .click();
  await panel.getByText('The largest number in the window wins').waitFor();
  const window = await panel.getByRole('img', { name: /^Input: / }).getAttribute('aria-label');
  const largest = Math.max(...window!.slice('Input: '.length).split(', ').map(numberIn));
  expect(Math.abs(largest - (await rows())[0]!)).toBeLessThan(0.0051);
  await page.getByRole('application', { name: /^dense_1: / }).click();
  await panel.getByText('After softmax').waitFor();
  await panel.getByText('It can depend on every pixel').waitFor();
  await panel.getByRole('button', { name: 'Close' }).click();
}

test('looks inside a network while it learns, and after', async () => {
  const { page, problems, close } = await open({ isolated: true });
  const views = page.getByRole('navigation', { name: 'Views' });
  await views.getByRole('link', { name: 'Look inside' }).click();
  await page.getByText('There is no run with weights yet').waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);

  await page.getByRole('link', { name: 'Train a network' }).click();
  await set(page, { 'Use only the first': 300, Epochs: 2000 });
  await press(page, 'Train');
  await page.getByText(/epoch ([2-9]|\d\d+) of 2000/).waitFor();
  await views.getByRole('link', { name: 'Look inside' }).click();
  await page.getByText('Follows the training').waitFor();
  // As the weights change, so does what the network makes of the same image.
  const leading = page.locator('verdict-panel li').first();
  await leading.waitFor();
  const early = await leading.textContent();
  await expect.poll(() => leading.textContent(), { timeout: 60_000 }).not.toBe(early);

  await views.getByRole('link', { name: 'Train', exact: true }).click();
  await press(page, 'Stop');
  await page.getByText('· stopped ·').waitFor();
  await views.getByRole('link', { name: 'Look inside' }).click();
  await page.getByRole('button', { name: 'Image 3: square' }).click();
  await page.locator('verdict-panel figcaption').getByText('square').waitFor();
  const shares = await page.locator('verdict-panel li .figures').allTextContents();
  const sum = shares.reduce((total, share) => total + Number.parseFloat(share), 0);
  expect(sum).toBeGreaterThan(50);
  expect(sum).toBeLessThan(100.5);
  const maps = page.getByRole('application', { name: /^conv2d: 32 feature maps/ });
  await takeApart(page, maps);
  expect(await page.getByRole('img', { name: 'First filters' }).count()).toBe(1);
  // What is left of the picture behind the map of occlusion is not one colour.
  const shades = () =>
    page.locator('verdict-panel #occlusion').evaluate((canvas: HTMLCanvasElement) => {
      // A copy, because to read the same canvas again and again is warned about.
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(data).size;
    });
  expect(await shades()).toBe(1);
  await press(page, 'Find these parts');
  await expect.poll(shades).toBeGreaterThan(10);

  // What a person draws is predicted while the pen is still down, and again when there is more of it.
  await press(page, 'Your own');
  await expect.poll(() => page.locator('verdict-panel').count()).toBe(0);
  const pad = (await page.locator('drawing-pad canvas').boundingBox())!;
  const at = (x: number, y: number) => [pad.x + x * pad.width, pad.y + y * pad.height] as const;
  await page.mouse.move(...at(0.3, 0.3));
  await page.mouse.down();
  await page.mouse.move(...at(0.7, 0.3), { steps: 4 });
  await page.getByText('It takes this for').waitFor();
  const answers = () => page.locator('verdict-panel li').allTextContents();
  const begun = await answers();
  await page.mouse.move(...at(0.7, 0.7), { steps: 4 });
  await page.mouse.move(...at(0.3, 0.7), { steps: 4 });
  await page.mouse.up();
  await expect.poll(answers).not.toEqual(begun);
  expect(await accessibilityViolations(page)).toEqual([]);
  await press(page, 'Clear');
  await expect.poll(() => page.locator('verdict-panel').count()).toBe(0);
  const files = page.locator('own-picture input[type=file]');
  await files.setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await page.getByRole('alert').getByText('This picture cannot be read').waitFor();
  const png = await page.locator('own-picture .pad').screenshot();
  await files.setInputFiles({ name: 'own.png', mimeType: 'image/png', buffer: png });
  await page.getByText('It takes this for').waitFor();
  await press(page, 'Test images');

  // A cell of the confusion matrix tells how many images it opens onto, and each can be looked at.
  await press(page, 'Test on all images');
  await page.getByText(/of 2,500 images are told right/).waitFor();
  const cell = page.getByRole('button', { name: /: square, taken for square$/ });
  await cell.press('Enter');
  const found = page.locator('survey-panel .found');
  await found.getByText('square, told right').waitFor();
  const all = (await cell.getAttribute('aria-label'))!.split(':')[0]!;
  expect(await found.locator('header').textContent()).toMatch(new RegExp(`\\b${all} image`));
  await found.locator('header').getByRole('button', { name: 'Worst mistakes' }).click();
  const worst = found.getByRole('listitem').first();
  await worst.getByText(/taken for/).waitFor();
  const truth = await worst.locator('strong').textContent();
  await worst.getByRole('button').click();
  await page.locator('verdict-panel [role=status]').getByText(`but it is ${truth}`).waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('follows a network within an epoch, layer by layer: its gradients, and what it makes of an image', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await page.getByText('Gradients by layer').click();
  await page.getByText('how strongly each of its layers is told to change').waitFor();
  await page.getByLabel('Network', { exact: true }).selectOption('resnet20');
  await set(page, { Epochs: 1 });
  await press(page, 'Train');
  const chart = page.getByRole('img', { name: /^Length of the gradient by layer/ });
  await chart.getAttribute('aria-label', { timeout: 60_000 });
  const told = (): Promise<string | null> => chart.getAttribute('aria-label');
  const first = await told();
  expect(first!.match(/[a-z0-9_]+ \d\.\de[+-]\d+/g)!.length).toBeGreaterThan(20);
  await expect.poll(told, { timeout: 60_000 }).not.toBe(first);
  expect(await accessibilityViolations(page)).toEqual([]);

  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Look inside' }).click();
  await page.getByText('Follows the training').waitFor();
  const shades = page.locator('layer-sheets picture-strip[pointed] canvas').first();
  const drawn = (): Promise<string> => shades.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await shades.waitFor();
  const early = await drawn();
  await expect.poll(drawn, { timeout: 60_000 }).not.toBe(early);
  // All of that was one epoch.
  expect(await page.getByRole('combobox', { name: 'Run' }).textContent()).toMatch(/, 0 epochs,/);
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: 'Train', exact: true })
    .click();
  await press(page, 'Stop');
  await page.getByText('· stopped ·').waitFor();
  expect(problems).toEqual([]);
  await close();
});
