import { gzipSync } from 'node:zlib';
import { accessibilityViolations } from '@cnn-tools/browser/accessibility';
import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';
import { cliRun, type NamedBytes } from './saved-run.js';
import { press, set, view } from './steps.js';

const open = inChromium();

vi.setConfig({ testTimeout: 120_000 });

describe('data', () => {
  test('MNIST is read from its official files, learned from, and there on the next visit', async () => {
    const { page, problems, close } = await open({ isolated: true });
    await page.getByLabel('Data set').selectOption('mnist');
    await page.getByText('Drop the four files of MNIST here').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    const files = mnist({ train: 60, t10k: 20 });
    await page.locator('file-drop input').setInputFiles(files.slice(1));
    await page.getByRole('alert').getByText('There is no train-images-idx3-ubyte').waitFor();
    await press(page, '日本語');
    await page.getByRole('alert').getByText('train-images-idx3-ubyte.gz が見つかりません').waitFor();
    await press(page, 'English');
    await page.locator('file-drop input').setInputFiles(files);
    await page.getByText('60 to train · 20 to test').waitFor();
    await page.getByText('28 × 28 × 1, 10 classes').waitFor();

    // By another recipe than the usual one, after a look at what it makes of the images.
    await page.getByText('Augmentation', { exact: true }).click();
    await page.getByLabel('Mixup').check();
    await page.getByLabel('Rotate').check();
    const preview = page.getByRole('img', { name: 'as training may see them' });
    const drawn = await preview.screenshot();
    await press(page, 'Draw again');
    await expect.poll(async () => drawn.equals(await preview.screenshot())).toBe(false);
    await page.getByText('More settings').click();
    await page.getByLabel('Optimizer').selectOption('sgd');
    await page.getByLabel('Nesterov').check();
    await page.getByLabel('Normalise images').check();
    expect(await accessibilityViolations(page)).toEqual([]);
    await set(page, { Epochs: 1, 'Warm-up epochs': 1, 'Weight decay': 0.001 });
    await press(page, 'Train');
    await page.getByText('1 epoch · finished · SGD 0.01 × 32, Mixup, Rotate').waitFor();
    await page.reload();
    await page.getByText('SGD · Warm-up epochs 1 · Normalise').waitFor();
    await press(page, 'Usual settings');
    expect(await page.getByLabel('Learning rate', { exact: true }).inputValue()).toBe('0.001');
    expect(await page.getByRole('button', { name: 'Usual settings' }).count()).toBe(0);
    await page.getByText('60 to train · 20 to test').waitFor();
    await page.getByText('Simple CNN on MNIST').first().waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  test("a person's own pictures become classes by their folders", async () => {
    const { page, problems, close } = await open({ isolated: true });
    await page.getByLabel('Data set').selectOption('images');
    const pictures = await drawPictures(page, ['cats', 'dogs'], 10);
    const storage = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    await storage.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
    await page.evaluate(dropFolder, pictures);
    await page.getByRole('alert').getByText('not kept for the next visit').waitFor();
    await page.getByText('16 to train · 4 to test').waitFor();
    // What cannot be kept can be learned from all the same.
    await set(page, { Epochs: 1 });
    await press(page, 'Train');
    await page.getByRole('alert').getByText('The run cannot be kept').waitFor();
    await page.getByText('1 epoch · finished').waitFor();
    await storage.send('Storage.overrideQuotaForOrigin', { origin });
    await press(page, 'Choose other files');
    await page.evaluate(dropFolder, pictures);
    await page.getByText('16 to train · 4 to test').waitFor();
    await page.getByText('32 × 32 × 3, 2 classes').waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  test('a run on pictures that others have taken the place of keeps its classes, and does not learn the new ones', async () => {
    const { page, problems, close } = await open({ isolated: true });
    await page.getByLabel('Data set').selectOption('images');
    await page.evaluate(dropFolder, await drawPictures(page, ['cats', 'dogs'], 10));
    await page.getByText('16 to train · 4 to test').waitFor();
    await set(page, { Epochs: 1 });
    await press(page, 'Train');
    await page.getByText('1 epoch · finished').waitFor();
    await press(page, 'Choose other files');
    await page.evaluate(dropFolder, await drawPictures(page, ['apples', 'pears'], 10));
    await page.getByRole('img', { name: 'apples, pears' }).waitFor();
    await press(page, 'Go on');
    await page.getByRole('alert').getByText('what it knows as “cats” would be “apples”').waitFor();
    await page.getByText('1 epoch · finished').waitFor();

    await view(page, 'Look inside');
    await page.locator('drawing-pad canvas').click();
    await page.getByText('It takes this for').waitFor();
    const told = await page.locator('verdict-panel li > span:first-child').allTextContents();
    expect(told.sort()).toEqual(['cats', 'dogs']);
    await press(page, 'Test images');
    await page.getByText('The images that this run learned from are not on this device').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });

  test('photos from the camera are taken class by class, and stay as a data set', async () => {
    const { page, problems, close } = await open({ isolated: true });
    await page.getByLabel('Data set').selectOption('camera');
    await press(page, 'Turn on the camera');
    await page.getByRole('alert').getByText('may not be used').waitFor();
    await page.context().grantPermissions(['camera']);
    await press(page, 'Turn on the camera');
    for (const name of ['left', 'train/right']) {
      await page.getByLabel('Name of a class').fill(name);
      await press(page, 'Add a class');
      const shutter = page.getByRole('button', { name: `Hold to take photos of ${name}` });
      await shutter.hover();
      await page.mouse.down();
      await page.getByRole('button', { name: `Delete photo 3 of ${name}` }).waitFor();
      await page.mouse.up();
    }
    await press(page, 'Delete photo 1 of left');
    expect(await accessibilityViolations(page)).toEqual([]);
    await press(page, 'Use these photos');
    await page.getByText('48 × 48 × 3, 2 classes').waitFor();
    await page.getByText('That is 10 steps only').waitFor();
    await page.reload();
    await page.getByText('48 × 48 × 3, 2 classes').waitFor();
    await page.getByRole('img', { name: 'left, train/right' }).waitFor();
    await press(page, 'Take more photos');
    await page.getByRole('button', { name: 'Delete photo 2 of left' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });
});

test('layers can be changed; what does not fit says why, and is not trained', async () => {
  const { page, problems, close } = await open({ isolated: true });
  const layers = page.locator('layer-list');
  await layers.getByText('Layers').click();
  await layers.getByRole('button', { name: /Conv2D 32 × 32 × 32/ }).click();
  await set(page, { Filters: 8 });
  await layers.getByRole('button', { name: /Conv2D 32 × 32 × 8/ }).waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await press(page, 'Remove');
  await layers.getByRole('button', { name: /MaxPooling2D 16 × 16 × 3/ }).waitFor();
  await layers.getByRole('button', { name: /Flatten/ }).click();
  await press(page, 'Remove');
  await page.getByRole('alert').getByText('Flatten').waitFor();
  expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true);
  await press(page, 'Undo all edits');
  await page.getByText('422,218', { exact: true }).waitFor();
  // What would not fit into memory is refused beforehand, with what would.
  await set(page, { 'Batch size': 200_000 });
  await page
    .getByRole('alert')
    .getByText(/Choose a batch size of \d+ or less/)
    .waitFor();
  expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: /^Take batches of/ }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).and(page.locator(':enabled')).waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('a run of the command line is opened with its curves, and gone on with', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await page.locator('run-list input#files').setInputFiles(cliRun());
  const row = page.locator('run-row');
  await row.getByText('Simple CNN on Shapes', { exact: true }).waitFor();
  await row.getByText('2 epochs · opened').waitFor();
  await page.getByText('Show the figures as a table').click();
  await page.getByRole('cell', { name: '66.9 %' }).first().waitFor();
  await set(page, { Epochs: 1 });
  await press(page, 'Go on');
  await row.getByText('3 epochs · finished').waitFor();
  expect(problems).toEqual([]);
  await close();
});

/** The four files of MNIST, with as many images as asked for: bright rows at the height of their class. */
function mnist(counts: Readonly<Record<'train' | 't10k', number>>): NamedBytes[] {
  return Object.entries(counts).flatMap(([split, count]) => {
    const pixels = Buffer.alloc(count * 28 * 28);
    for (let i = 0; i < count; i++) pixels.fill(200, i * 784 + (i % 10) * 56, i * 784 + (i % 10) * 56 + 56);
    const labels = Buffer.from(Array.from({ length: count }, (_, i) => i % 10));
    return [
      gzipped(`${split}-images-idx3-ubyte.gz`, idx([count, 28, 28], pixels)),
      gzipped(`${split}-labels-idx1-ubyte.gz`, idx([count], labels)),
    ];
  });
}

function idx(shape: readonly number[], contents: Buffer): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head[2] = 8;
  head[3] = shape.length;
  for (const [axis, size] of shape.entries()) head.writeUInt32BE(size, 4 + 4 * axis);
  return Buffer.concat([head, contents]);
}

function gzipped(name: string, contents: Buffer): NamedBytes {
  return { name, mimeType: 'application/gzip', buffer: gzipSync(contents) };
}

interface Picture {
  readonly path: string;
  readonly base64: string;
}

/** Pictures of one colour in folders, encoded by the browser. */
function drawPictures(page: Page, folders: readonly string[], count: number): Promise<Picture[]> {
  return page.evaluate(
    ([folders, count]) =>
      folders.flatMap((folder, hue) =>
        Array.from({ length: count }, (_, i) => {
          const canvas = document.createElement('canvas');
          canvas.width = 40 + i;
          canvas.height = 60;
          const context = canvas.getContext('2d')!;
          context.fillStyle = `hsl(${180 * hue + i} 80% 50%)`;
          context.fillRect(0, 0, 100, 100);
          return { path: `pets/${folder}/${i}.png`, base64: canvas.toDataURL('image/png').split(',')[1]! };
        }),
      ),
    [folders, count] as const,
  );
}

/** Drops them, as the drag of a folder does: a list of entries that are read piece by piece. */
function dropFolder(pictures: readonly Picture[]): void {
  const files = pictures.map(({ path, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const file = new File([bytes], path.split('/').at(-1)!, { type: 'image/png' });
    return { isFile: true, fullPath: `/${path}`, file: (done: (file: File) => void) => done(file) };
  });
  const batches = [files.slice(0, 7), files.slice(7), []];
  const folder = {
    isFile: false,
    createReader: () => ({ readEntries: (done: (entries: object[]) => void) => done(batches.shift()!) }),
  };
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { items: [{ webkitGetAsEntry: () => folder }] } });
  const drop = document
    .querySelector('app-shell')!
    .shadowRoot!.querySelector('train-view')!
    .shadowRoot!.querySelector('data-panel')!
    .shadowRoot!.querySelector('file-drop')!;
  drop.shadowRoot!.querySelector('.place')!.dispatchEvent(event);
}
