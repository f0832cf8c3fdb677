import { expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';
import { accessibilityViolations } from './open-app.js';
import { press, set } from './steps.js';

const open = inChromium();

vi.setConfig({ testTimeout: 120_000 });

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
  expect(await page.getByRole('img', { name: 'conv2d: 32 feature maps' }).count()).toBe(1);
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
