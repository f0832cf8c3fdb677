import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { inChromium } from './app-tests.js';
import { cliRun } from './saved-run.js';
import { press } from './steps.js';

const open = inChromium();

vi.setConfig({ testTimeout: 120_000 });

/** Opens a run, and the place to show it pictures of one's own. */
async function showOwn(page: Page): Promise<void> {
  await page.locator('run-list input#files').setInputFiles(cliRun());
  await page.locator('run-row').getByText('2 epochs · opened').waitFor();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Look inside' }).click();
  await press(page, 'Your own');
  await page.locator('drawing-pad canvas').waitFor();
}

/** Where a share of the pad's width and height is on the page. */
async function padPlaces(page: Page): Promise<(x: number, y: number) => { x: number; y: number }> {
  const pad = page.locator('drawing-pad canvas');
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  return (x, y) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
}

/** How bright the pad is at shares of its width and height, 0…255. */
function brightness(page: Page, places: readonly (readonly [number, number])[]): Promise<number[]> {
  return page.locator('drawing-pad canvas').evaluate((canvas: HTMLCanvasElement, at) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {
      willReadFrequently: true,
    })!;
    copy.drawImage(canvas, 0, 0);
    return at.map(([x, y]) => copy.getImageData(x! * canvas.width, y! * canvas.height, 1, 1).data[0]!);
  }, places);
}

test('a picture is pasted from the clipboard, and shown in place of what was drawn', async () => {
  const { page, problems, close } = await open({
    isolated: true,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await showOwn(page);
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(60, 60);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, 30, 60);
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': canvas.convertToBlob() })]);
  });
  await page.keyboard.press('ControlOrMeta+v');
  await page.getByText('It takes this for').waitFor();
  expect(
    await brightness(page, [
      [0.2, 0.5],
      [0.8, 0.5],
    ]),
  ).toEqual([255, 0]);

  // Text that is pasted is no picture, and changes nothing.
  await page.evaluate(() => navigator.clipboard.writeText('no picture'));
  await page.keyboard.press('ControlOrMeta+v');
  expect(
    await brightness(page, [
      [0.2, 0.5],
      [0.8, 0.5],
    ]),
  ).toEqual([255, 0]);
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(problems).toEqual([]);
  await close();
});

test('one draws with a pen', async () => {
  const { page, problems, close } = await open({ isolated: true });
  await showOwn(page);
  const at = await padPlaces(page);
  const input = await page.context().newCDPSession(page);
  const pen = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number) =>
    input.send('Input.dispatchMouseEvent', {
      ...at(x, y),
      type,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      pointerType: 'pen',
      force: 0.6,
    });
  const kinds = await recordPointers(page);
  await pen('mousePressed', 0.2, 0.3);
  await pen('mouseMoved', 0.5, 0.3);
  await pen('mouseMoved', 0.8, 0.3);
  await page.getByText('It takes this for').waitFor();
  await pen('mouseReleased', 0.8, 0.3);
  // What moves over it without touching draws nothing.
  await input.send('Input.dispatchMouseEvent', { ...at(0.8, 0.8), type: 'mouseMoved', pointerType: 'pen' });
  expect(await kinds()).toEqual(['pen']);
  expect(
    await brightness(page, [
      [0.35, 0.3],
      [0.65, 0.3],
      [0.8, 0.6],
    ]),
  ).toEqual([255, 255, 0]);
  expect(problems).toEqual([]);
  await close();
});

test('one draws with a finger, which does not scroll the page, and a second one does not disturb it', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const { page, problems, close } = await open({ isolated: true, ...phone });
  await showOwn(page);
  const at = await padPlaces(page);
  const input = await page.context().newCDPSession(page);
  const touch = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...fingers: readonly (readonly [id: number, x: number, y: number])[]
  ) =>
    input.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: fingers.map(([id, x, y]) => ({ ...at(x, y), id })),
    });
  const kinds = await recordPointers(page);
  const scrolled = await page.evaluate(() => scrollY);
  await touch('touchStart', [0, 0.2, 0.2]);
  await touch('touchMove', [0, 0.2, 0.4]);
  // The heel of the hand, say.
  await touch('touchStart', [0, 0.2, 0.4], [1, 0.8, 0.8]);
  await touch('touchMove', [0, 0.2, 0.5], [1, 0.7, 0.8]);
  // It is lifted, and the finger goes on.
  await touch('touchMove', [0, 0.2, 0.6]);
  await touch('touchMove', [0, 0.2, 0.8]);
  await page.getByText('It takes this for').waitFor();
  await touch('touchEnd');
  expect(await kinds()).toEqual(['touch']);
  expect(
    await brightness(page, [
      [0.2, 0.3],
      [0.2, 0.7],
      [0.75, 0.8],
      [0.5, 0.65],
    ]),
  ).toEqual([255, 255, 0, 0]);
  expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  await press(page, 'Undo');
  await expect
    .poll(() =>
      brightness(page, [
        [0.2, 0.3],
        [0.2, 0.7],
      ]),
    )
    .toEqual([0, 0]);
  expect(problems).toEqual([]);
  await close();
});

/** Which pointers have pressed on the pad since. */
async function recordPointers(page: Page): Promise<() => Promise<string[]>> {
  const pad = page.locator('drawing-pad');
  await pad.evaluate((element: HTMLElement) => {
    const kinds = new Set<string>();
    element.addEventListener('pointerdown', ({ pointerType }) => {
      kinds.add(pointerType);
      element.dataset['kinds'] = [...kinds].join(' ');
    });
  });
  return async () => (await pad.getAttribute('data-kinds'))?.split(' ') ?? [];
}
