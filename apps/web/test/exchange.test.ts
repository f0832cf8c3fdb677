import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { png, writeImage } from '../../cli/test/fixtures.js';
import { Workplace } from '../../cli/test/run-cli.js';
import { inChromium } from './app-tests.js';
import { press, set } from './steps.js';

const open = inChromium();

vi.setConfig({ testTimeout: 120_000 });

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
  await writeImage(place.path('photo.png'), png([40, 160, 90], { width: 48, height: 36 }));
});
afterAll(() => place.close());

const runFiles = ['config.json', 'history.json', 'model.safetensors'] as const;

interface History {
  readonly epochs: readonly { readonly valAccuracy: number }[];
  readonly test: {
    readonly loss: number;
    readonly accuracy: number;
    readonly meanIoU?: number;
    readonly meanAveragePrecision?: number;
  };
}

test('a run of the command line has its curves in the page, and answers there as it does here', async () => {
  const options = ['--data', 'synthetic', '--limit', '300', '--epochs', '2', '--out', 'trained'];
  await place.events(['train', '--model', 'lenet5', ...options]);
  const { epochs, test } = await historyIn('trained');

  const { page, problems, close } = await open({ isolated: true });
  await page
    .locator('run-list input#files')
    .setInputFiles(runFiles.map((file) => place.path('trained', file)));
  const row = page.locator('run-row');
  await row.getByText('LeNet-5 on Shapes', { exact: true }).waitFor();
  await row.getByText('2 epochs · opened').waitFor();
  await row.getByText(percent(test.accuracy)).waitFor();
  await page.getByText('Show the figures as a table').click();
  for (const { valAccuracy } of epochs) {
    await page
      .getByRole('cell', { name: percent(valAccuracy) })
      .first()
      .waitFor();
  }
  expect(await answersFor(page)).toEqual(await answersOfCommandLine('trained'));
  expect(problems).toEqual([]);
  await close();
});

test('what the page saves is a run of the command line, and answers there as it does in the page', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await set(page, { 'Use only the first': 300, Epochs: 1 });
  await press(page, 'Train');
  await page.getByText('1 epoch · finished').waitFor();
  await saveRun(page, 'saved');
  const inPage = await answersFor(page);
  expect(problems).toEqual([]);
  await close();

  const { test } = await historyIn('saved');
  // On the images, as many of them, and with the loss that the page tested with.
  const [judged] = await place.events(['evaluate', '--weights', 'saved']);
  expect(judged!['testAccuracy']).toBeCloseTo(test.accuracy, 6);
  expect(judged!['testLoss']).toBeCloseTo(test.loss, 4);
  expect(await answersOfCommandLine('saved')).toEqual(inPage);
  const { code, stdout } = await place.run(['summary', '--weights', 'saved']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('422,218')]);
  const report = await place.run(['report', 'saved', '--out', 'saved.html']);
  expect([report.code, report.stdout]).toEqual([0, expect.stringContaining('saved.html')]);
});

test.each([
  { data: 'synthetic-masks', figure: 'meanIoU', judged: 'testMeanIoU' },
  { data: 'synthetic-boxes', figure: 'meanAveragePrecision', judged: 'testMeanAveragePrecision' },
] as const)(
  'a run on $data is as good on the command line as in the page',
  async ({ data, figure, judged }) => {
    const { page, problems, close } = await open({ isolated: true });
    await page.getByLabel('Data set').selectOption(data);
    await page.getByLabel('Size of an image').selectOption('32');
    await page.getByText(/^32 × 32 × 3, /).waitFor();
    await set(page, { 'Use only the first': 60, Epochs: 2, 'Batch size': 8 });
    await press(page, 'Train');
    await page.getByText('2 epochs · finished').waitFor();
    await saveRun(page, data);
    expect(problems).toEqual([]);
    await close();
    const { test } = await historyIn(data);
    const [event] = await place.events(['evaluate', '--weights', data]);
    expect(event![judged]).toBeCloseTo(test[figure]!, 4);
    expect(event!['testLoss']).toBeCloseTo(test.loss, 3);
    const report = await place.run(['report', data, '--out', `${data}.html`]);
    expect([report.code, report.stdout]).toEqual([0, expect.stringContaining(`${data}.html`)]);
  },
);

test('a run is saved as one zip, which the page opens and goes on with, and the command line reads', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await set(page, { 'Use only the first': 300, Epochs: 1 });
  await press(page, 'Train');
  await page.getByText('1 epoch · finished').waitFor();
  const shown = await page.locator('run-row strong').textContent();
  const { name, zip } = await takeAway(page);
  expect(name).toMatch(/^simple-cnn-synthetic-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.zip$/);
  const files = page.locator('run-list input#files');
  await files.setInputFiles({
    name: 'half.zip',
    mimeType: 'application/zip',
    buffer: zip.subarray(0, zip.length / 2),
  });
  await page.getByRole('alert').getByText('half.zip is damaged, or no zip').waitFor();
  await files.setInputFiles({ name: 'run.zip', mimeType: 'application/zip', buffer: zip });
  await page.getByText('1 epoch · opened').waitFor();
  expect(await page.locator('run-row strong').textContent()).toBe(shown);
  await press(page, 'Go on');
  await page.getByText('2 epochs · finished').waitFor();
  expect(problems).toEqual([]);
  await close();

  const [folder] = await unzip(zip);
  const judged = await place.run(['evaluate', '--weights', folder!]);
  expect([judged.code, judged.stdout]).toEqual([0, expect.stringContaining(shown!)]);
  const further = await place.run(['train', '--resume', folder!, '--epochs', '2']);
  expect([further.code, further.stdout]).toEqual([0, expect.stringMatching(/^epoch 2\/2 /m)]);
});

test('a run that was stopped, and moved as a zip, goes on to the end that it was meant to have', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await set(page, { 'Use only the first': 2000, Epochs: 6 });
  await press(page, 'Train');
  await page.getByText('epoch 2 of 6').waitFor();
  await press(page, 'Stop');
  await page.getByText('· stopped ·').waitFor();
  const { name, zip } = await takeAway(page);
  await set(page, { Epochs: 9 });
  const files = page.locator('run-list input#files');
  await files.setInputFiles({ name, mimeType: 'application/zip', buffer: zip });
  await page.getByText(/^\d epochs? · opened/).waitFor();
  await page.getByTitle('Train Simple CNN on Shapes further, to epoch 6,').waitFor();
  await press(page, 'Go on');
  await page.getByText('6 epochs · finished').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('a run of the command line that tells classes of pixels sees in the page what it sees there', async () => {
  await place.events(['train', '--model', 'unet', '--limit', '40', '--epochs', '1', '--out', 'masks']);
  await writeImage(place.path('square.png'), png([200, 60, 90], { width: 64, height: 64 }));
  const { page, problems, close } = await open({ isolated: true });
  await page.locator('run-list input#files').setInputFiles(runFiles.map((file) => place.path('masks', file)));
  await page.locator('run-row').getByText('1 epoch · opened').waitFor();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Look inside' }).click();
  await page.locator('mask-panel').getByText('Mean IoU in this image').waitFor();
  await press(page, 'Your own');
  await page.locator('own-picture input[type=file]').setInputFiles(place.path('square.png'));
  await page.locator('mask-panel [role=status]').getByText('It sees').waitFor();
  const seen = await page.locator('mask-panel tbody tr').allTextContents();
  const [line] = await place.events(['predict', '--weights', 'masks', 'square.png']);
  const { classes } = line as { classes: { class: string; share: number }[] };
  for (const { class: name, share } of classes) {
    expect(seen.map((row) => row.trim().replaceAll(/\s+/g, ' '))).toContain(`${name} ${percent(share)}`);
  }
  expect(problems).toEqual([]);
  await close();
});

/** Saves the only run as a zip, and deletes it from the page. */
async function takeAway(page: Page): Promise<{ name: string; zip: Buffer }> {
  await page.getByText('Save', { exact: true }).click();
  const saving = page.waitForEvent('download');
  await press(page, 'Whole run, as a zip');
  const saved = await saving;
  const zip = await readFile(await saved.path());
  page.once('dialog', (dialog) => void dialog.accept());
  await press(page, 'Delete');
  await page.getByText('None yet.').waitFor();
  return { name: saved.suggestedFilename(), zip };
}

/** Unpacks a zip. @returns the folders in it */
async function unzip(zip: Uint8Array): Promise<string[]> {
  const entries = Object.entries(unzipSync(zip));
  const folders = [...new Set(entries.map(([path]) => path.split('/')[0]!))];
  for (const folder of folders) await mkdir(place.path(folder));
  for (const [path, contents] of entries) await writeFile(place.path(path), contents);
  return folders;
}

async function historyIn(run: string): Promise<History> {
  return JSON.parse(await readFile(place.path(run, 'history.json'), 'utf8'));
}

/** Saves all files of the run that is first on the list into a folder. */
async function saveRun(page: Page, folder: string): Promise<void> {
  await mkdir(place.path(folder));
  await page.getByText('Save', { exact: true }).first().click();
  for (const file of runFiles) {
    const saved = page.waitForEvent('download');
    await press(page, file);
    const download = await saved;
    await writeFile(place.path(folder, download.suggestedFilename()), await readFile(await download.path()));
  }
}

/** The classes of the photo with their probabilities, as the page lists them, the likeliest first. */
async function answersFor(page: Page): Promise<string[]> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Look inside' }).click();
  await press(page, 'Your own');
  await page.locator('own-picture input[type=file]').setInputFiles(place.path('photo.png'));
  await page.getByText('It takes this for').waitFor();
  const [names, shares] = await Promise.all(
    ['span:first-child', '.figures'].map((part) =>
      page.locator(`verdict-panel li > ${part}`).allTextContents(),
    ),
  );
  return names!.map((name, i) => `${name} ${shares![i]}`);
}

async function answersOfCommandLine(run: string): Promise<string[]> {
  const [line] = await place.events(['predict', '--weights', run, 'photo.png', '--top', '5']);
  const { predictions } = line as { predictions: { class: string; probability: number }[] };
  return predictions.map(({ class: name, probability }) => `${name} ${percent(probability)}`);
}

/** As the page writes shares. */
function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
