import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessibilityViolations } from '@cnn-tools/browser/accessibility';
import { serve } from '@cnn-tools/browser/serve';
import { expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';
import { cliRun } from './saved-run.js';
import { press, set, view } from './steps.js';

vi.setConfig({ testTimeout: 120_000 });

const open = inChromium();

test('a server that lets no other pages read is told with what to do, and all else goes on', async () => {
  const { page, problems, close } = await open({ isolated: true });
  const folder = await mkdtemp(join(tmpdir(), 'cnn-closed-'));
  await writeFile(join(folder, 'train-images-idx3-ubyte.gz'), 'never read');
  const closed = await serve(folder, { isolated: false });
  const address = `${closed.url}mnist`;
  await page.getByLabel('Data set').selectOption('mnist');
  await page.getByLabel('Or the address of a copy').fill(address);
  await press(page, 'Load');
  const told = page.getByRole('alert');
  await told
    .getByText('does not let other sites’ pages read from it (CORS). Download the files yourself')
    .waitFor();
  expect(await told.textContent()).toContain(address);
  expect(await accessibilityViolations(page)).toEqual([]);
  await press(page, '日本語');
  await told.getByText('ファイルを自分でダウンロードし、ここで選んでください').waitFor();
  await press(page, 'English');
  await page.getByLabel('Data set').selectOption('synthetic');
  await set(page, { 'Use only the first': 100, Epochs: 1 });
  await press(page, 'Train');
  await page.getByText('1 epoch · finished').waitFor();
  // The browser says so itself; nothing else went wrong.
  expect(problems.filter((problem) => !/CORS|ERR_FAILED|127\.0\.0\.1/.test(problem))).toEqual([]);
  await close();
  closed.close();
  await rm(folder, { recursive: true });
});

test('a loss that is no number ends the training with a way out, and the run stays', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await page.getByText('More settings').click();
  await page.getByLabel('Optimizer').selectOption('sgd');
  await set(page, { 'Use only the first': 300, Epochs: 2, 'Learning rate': 1e12 });
  await press(page, 'Train');
  const told = page.getByRole('alert');
  await told.getByText('The loss is not a number any more in epoch 1').waitFor();
  // There was no epoch before, whose weights it could keep.
  expect(await told.textContent()).toMatch(/Try a smaller learning rate than [^;]+\.$/);
  await page.getByText('0 epochs · stopped').waitFor();
  await set(page, { 'Learning rate': 0.01 });
  await press(page, 'Train');
  await page.getByText('2 epochs · finished').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('where the browser does not open what it keeps, that is told, and all else goes on', async () => {
  const { page, problems, close } = await open({ isolated: true });
  const address = page.url();
  // Away from the page, because nobody can change what it has open.
  await page.goto(new URL('favicon.svg', address).href);
  await page.evaluate(openAsNewerPage);
  await page.goto(address);
  const told = page.getByRole('alert').getByText('does not open what it keeps for the page');
  await told.waitFor();
  await page.getByText('None yet.').waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await press(page, '日本語');
  await page.getByRole('alert').getByText('保存領域を開けません').waitFor();
  await press(page, 'English');
  await page.getByLabel('Data set').selectOption('mnist');
  await page.getByText('Drop the four files of MNIST here').waitFor();
  await page.getByLabel('Data set').selectOption('synthetic');
  await set(page, { 'Use only the first': 100, Epochs: 1 });
  await press(page, 'Train');
  await page.getByText('1 epoch · finished').waitFor();
  await told.waitFor();
  // What was learned is there until the page is left.
  await view(page, 'Look inside');
  await page.getByRole('heading', { name: 'What it sees' }).waitFor();
  await view(page, 'Train');
  page.once('dialog', (dialog) => void dialog.accept());
  await press(page, 'Delete');
  await page.getByText('None yet.').waitFor();
  // So is what is opened, and that it is not kept is told again.
  await page.locator('run-list input#files').setInputFiles(cliRun());
  await page.getByText('2 epochs · opened').waitFor();
  await told.waitFor();
  await view(page, 'Look inside');
  await page.getByRole('heading', { name: 'What it sees' }).waitFor();
  // The browser looked for an icon beside the picture.
  expect(problems.filter((problem) => !problem.includes('404 (Not Found)'))).toEqual([]);
  await close();
});

/** Leaves what a version of the page would that is yet to come, and which none of today can open. */
function openAsNewerPage(): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('cnn', 1000);
    opening.onsuccess = () => {
      opening.result.close();
      resolve();
    };
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error('Another page has it open.'));
  });
}
