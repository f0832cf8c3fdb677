import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { accessibilityViolations } from '@cnn-tools/browser/accessibility';
import { findChromium, launchChromium, noChromium } from '@cnn-tools/browser/chromium';
import { type Served, serve } from '@cnn-tools/browser/serve';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from './command.js';
import { pack, workspace } from './pack.js';
import { bundleEmbedding, makeProject, serveSources } from './project.js';

// A page outside the workspace, which embeds the elements from the tarballs, with nothing configured.

/** What the playground tells of a training. */
interface Trained {
  complete: boolean;
  epochs: { epoch: number; loss: number; accuracy: number }[];
}

/** The elements, as programs see them. */
interface Playground extends HTMLElement {
  epochs: number;
  model: string;
  readonly updateComplete: Promise<boolean>;
  train(): Promise<Trained>;
  stop(): void;
}
interface Classifier extends HTMLElement {
  readonly updateComplete: Promise<boolean>;
  classify(image: string): Promise<unknown[]>;
}

const image = fileURLToPath(
  new URL('../../../packages/datasets/src/testing/images/colour.png', import.meta.url),
);
/** A program that saves a model of few weights, whose features take 16 GiB. */
const makeHugeModel = `
  import { writeFile } from 'node:fs/promises';
  import { conv2d, globalAveragePooling2d, saveModel, sequential } from '@cnn/layers';
  const inputShape = [1024, 1024, 3];
  const wide = conv2d({ filters: 4096, kernelSize: 1, activation: 'tanh', inputShape });
  const narrow = conv2d({ filters: 8, kernelSize: 1, activation: 'tanh' });
  await writeFile('public/huge.safetensors', saveModel(sequential([wide, narrow, globalAveragePooling2d()])));
`;
const executable = findChromium();
let folder: string;
let project: string;
let browser: Browser;
/** What the command line makes of the same image, likeliest first. */
let expected: { class: string; probability: number }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cnn-embedding-'));
  project = join(folder, 'page');
  await makeProject(project, [...(await pack(folder)).values()], 'embedding');
  if (!executable) return;
  const cli = join(workspace, 'apps/cli/dist/main.js');
  const out = join(folder, 'run');
  const flags = ['--data', 'synthetic', '--limit', '64', '--epochs', '1', '--out', out];
  await run(process.execPath, [cli, 'train', ...flags], folder);
  const predicted = await run(process.execPath, [cli, 'predict', '--weights', out, '--json', image], folder);
  expected = JSON.parse(predicted).predictions;
  const files = join(project, 'public');
  await mkdir(files);
  await cp(join(out, 'model.safetensors'), join(files, 'model.safetensors'));
  await cp(image, join(files, 'image.png'));
  await writeFile(join(files, 'broken.safetensors'), 'no model');
  await run(process.execPath, ['--input-type=module', '-e', makeHugeModel], project);
  browser = await launchChromium(executable);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

test('the elements can be imported where there is no browser, and are then left undefined', async () => {
  const web = createRequire(join(project, 'main.js')).resolve('@cnn/web/package.json');
  const address = pathToFileURL(join(web, '../dist/define.js')).href;
  await run(process.execPath, ['--input-type=module', '-e', `await import('${address}')`], project);
});

test('served by Vite while one develops, the classifier works, too', async ({ skip }) => {
  skip(!executable, noChromium);
  const server = await serveSources(project);
  const page = await browser.newPage();
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (/cnn-classifier/.test(message.text())) warnings.push(message.text());
  });
  try {
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.locator('cnn-classifier [part=class]').nth(2).waitFor();
    expect(await page.locator('cnn-classifier [part=name]').allTextContents()).toEqual(
      expected.map((guess) => guess.class),
    );
    expect(warnings).toEqual([]);
  } finally {
    await page.close();
    await server.close();
  }
});

describe.each([
  { isolated: true, where: 'a cross-origin isolated page' },
  { isolated: false, where: 'a page that is not isolated' },
])('bundled by Vite, in $where', ({ isolated }) => {
  let server: Served;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    if (!executable) return;
    server = await serve(await bundleEmbedding(project), { isolated });
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(server.url);
  }, 60_000);
  afterAll(() => server?.close());
  beforeEach(({ skip }) => skip(!executable, noChromium));

  const names = (): Promise<string[]> => page.locator('cnn-classifier [part=name]').allTextContents();

  test('the classifier shows what the command line predicts for the image', async () => {
    await page.locator('cnn-classifier [part=class]').nth(2).waitFor();
    expect(await names()).toEqual(expected.map((guess) => guess.class));
    const shares = await page.locator('cnn-classifier [part=probability]').allTextContents();
    expect(shares).toEqual(expected.map(({ probability }) => `${(100 * probability).toFixed(1)} %`));
    expect(problems).toEqual([]);
  });

  test('classify() gives all classes for pixels as for their file, and tells of them', async () => {
    const { fromPixels, told } = await page.evaluate(async () => {
      const element = document.querySelector('cnn-classifier') as HTMLElement & {
        classify(image: unknown): Promise<{ name: string; probability: number }[]>;
      };
      const shown = element.shadowRoot!.querySelector('img')!;
      const event = new Promise((resolve) =>
        document.addEventListener('cnn-classify', (each) => resolve((each as CustomEvent).detail), {
          once: true,
        }),
      );
      return { fromPixels: await element.classify(shown), told: await event };
    });
    expect(told).toEqual(fromPixels);
    expect(fromPixels).toHaveLength(10);
    for (const [place, { class: name, probability }] of expected.entries()) {
      expect(fromPixels[place]!.name).toBe(name);
      expect(fromPixels[place]!.probability).toBeCloseTo(probability, 4);
    }
  });

  test('a file that is no image is refused in a sentence; a picked one that is takes its place', async () => {
    const input = page.locator('cnn-classifier input[type=file]');
    await input.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no image') });
    const error = page.locator('cnn-classifier [part=error]');
    await error.waitFor({ state: 'visible' });
    expect(await error.textContent()).toContain('cannot be decoded');
    expect(await names()).toEqual([]);
    await input.setInputFiles(image);
    await page.locator('cnn-classifier [part=class]').nth(2).waitFor();
    expect(await names()).toEqual(expected.map((guess) => guess.class));
    expect(await error.isVisible()).toBe(false);
  });

  test('an image that is dropped or pasted is classified', async () => {
    for (const kind of ['drop', 'paste'] as const) {
      const count = await page.evaluate(async (type) => {
        const element = document.querySelector('cnn-classifier')!;
        const blob = await (await fetch('image.png')).blob();
        const data = new DataTransfer();
        data.items.add(new File([blob], 'image.png', { type: 'image/png' }));
        const told = new Promise<CustomEvent>((resolve) =>
          element.addEventListener('cnn-classify', (each) => resolve(each as CustomEvent), { once: true }),
        );
        const options = { bubbles: true, composed: true, cancelable: true };
        const event =
          type === 'drop'
            ? new DragEvent('drop', { ...options, dataTransfer: data })
            : new ClipboardEvent('paste', { ...options, clipboardData: data });
        element.shadowRoot!.querySelector('[part=base]')!.dispatchEvent(event);
        return (await told).detail.length;
      }, kind);
      expect(count, kind).toBe(10);
    }
  });

  test('when it is moved within the page, it classifies its image again', async () => {
    await page.evaluate(() =>
      document.querySelector('main')!.append(document.querySelector('cnn-classifier')!),
    );
    await page.locator('cnn-classifier [part=class]').nth(2).waitFor();
    expect(await names()).toEqual(expected.map((guess) => guess.class));
  });

  test('a model that is damaged or missing is refused in a sentence', async () => {
    const error = page.locator('cnn-classifier [part=error]');
    for (const [src, reason] of [
      ['broken.safetensors', /no intact safetensors file/],
      ['missing.safetensors', /404/],
    ] as const) {
      await page.evaluate((to) => document.querySelector('cnn-classifier')!.setAttribute('src', to), src);
      await expect.poll(() => error.textContent()).toMatch(reason);
    }
  });

  test('what the engine cannot do is told in the language of the element, and thrown as it is shown', async () => {
    const error = page.locator('cnn-classifier [part=error]');
    const thrown = (source: string): Promise<string> =>
      page.evaluate(async (src) => {
        const element = document.querySelector('cnn-classifier') as HTMLElement & {
          classify(image: string): Promise<unknown>;
        };
        element.setAttribute('src', src);
        return element.classify('image.png').then(String, (error) => error.message);
      }, source);
    const { port } = new URL(server.url);
    // The same server by another name is another origin, which allows nobody to read from it.
    const foreign = `http://localhost:${port}/model.safetensors`;
    for (const [lang, src, sentence] of [
      ['en', 'huge.safetensors', /needs more memory than a page can have\. Choose a smaller model/],
      ['ja', 'huge.safetensors', /ページが使えるメモリーを超えます。小さいモデル/],
      ['ja', 'broken.safetensors', /壊れているか、モデルのファイルではありません/],
      ['ja', 'missing.safetensors', /の代わりに 404 が返されました/],
      ['en', foreign, /could not be reached .*\(CORS\)/],
      ['ja', `${foreign}?again`, /サーバーがこのページからの読み込み（CORS）を許可/],
    ] as const) {
      await page.evaluate((to) => document.querySelector('cnn-classifier')!.setAttribute('lang', to), lang);
      const message = await thrown(src);
      expect(message).toMatch(sentence);
      await expect.poll(() => error.textContent()).toBe(message);
    }
    expect(await names()).toEqual([]);
  });

  test('a worker that is lost is told, and the next image is classified in a new one', async () => {
    await page.evaluate(() => {
      const element = document.querySelector('cnn-classifier')!;
      element.setAttribute('lang', 'ja');
      element.setAttribute('src', 'model.safetensors');
    });
    await page.locator('cnn-classifier [part=class]').nth(2).waitFor();
    const shown = await names();
    await loseWorkerNext(page, '/worker-');
    await page.locator('cnn-classifier input[type=file]').setInputFiles(image);
    await page.locator('cnn-classifier [part=error]').getByText('ワーカーが終了しました').waitFor();
    await page.locator('cnn-classifier input[type=file]').setInputFiles(image);
    await page.locator('cnn-classifier [part=class]').nth(2).waitFor();
    expect(await names()).toEqual(shown);
    await page.evaluate(() => document.querySelector('cnn-classifier')!.setAttribute('lang', 'en'));
    expect(problems).toEqual([]);
  });

  test('the playground trains, and gets better at it', async () => {
    const playground = page.locator('cnn-playground');
    await playground.locator('[part=samples] canvas').nth(9).waitFor();
    const trained = page.evaluate(
      () =>
        new Promise<Trained>((resolve) =>
          document.addEventListener('cnn-trained', (event) => resolve((event as CustomEvent).detail), {
            once: true,
          }),
        ),
    );
    await playground.locator('button', { hasText: 'Train' }).click();
    await playground.locator('button', { hasText: 'Pause' }).click();
    await playground.locator('button', { hasText: 'Resume' }).click();
    const { complete, epochs } = await trained;
    expect(complete).toBe(true);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(epochs[3]!.accuracy).toBeGreaterThan(epochs[0]!.accuracy + 0.05);
    expect(epochs[3]!.loss).toBeLessThan(epochs[0]!.loss);
    expect(await playground.locator('[part=prediction]').count()).toBe(10);
    const status = await playground.locator('[part=status]').textContent();
    expect(status!.includes('not cross-origin isolated')).toBe(!isolated);
    expect(problems).toEqual([]);
  });

  test('a playground that is stopped, changed or removed while it trains ends its training', async () => {
    const outcomes = await page.evaluate(async () => {
      const element = document.querySelector('cnn-playground') as HTMLElement & {
        train(): Promise<Trained>;
        stop(): void;
      };
      element.setAttribute('epochs', '100');
      const outcomeOf = async (end: () => void): Promise<string> => {
        const training = element.train();
        const told = new Promise((resolve) => element.addEventListener('cnn-epoch', resolve, { once: true }));
        await Promise.race([told, training]);
        end();
        return training.then(
          ({ complete, epochs }) => `${complete} ${epochs.length > 0 && epochs.length < 100}`,
          (error) => error.message,
        );
      };
      return [
        await outcomeOf(() => element.stop()),
        await (() => {
          const training = element.train();
          element.stop();
          return training.then(({ complete, epochs }) => `${complete} ${epochs.length}`);
        })(),
        await outcomeOf(() => element.setAttribute('model', 'lenet5')),
        await outcomeOf(() => element.remove()),
      ];
    });
    await page.evaluate(() => {
      const element = document.createElement('cnn-playground');
      element.setAttribute('data', 'none');
      element.lang = 'en';
      document.querySelector('main')!.append(element);
    });
    expect(outcomes.slice(0, 2)).toEqual(['false true', 'false 0']);
    expect(outcomes.slice(2)).toEqual([
      expect.stringContaining('removed or changed'),
      expect.stringContaining('removed or changed'),
    ]);
    const error = page.locator('cnn-playground [part=error]');
    await expect.poll(() => error.textContent()).toContain('data is “none”; expected synthetic. Change');
    await page.evaluate(() => {
      const element = document.querySelector('cnn-playground')!;
      element.setAttribute('lang', 'ja');
      element.setAttribute('data', 'nichts');
    });
    await expect.poll(() => error.textContent()).toContain('data 属性が「nichts」になっています。');
    expect(problems).toEqual([]);
  });

  test('a playground tells what it cannot do in its language, and trains again after its worker was lost', async () => {
    await page.evaluate(() => {
      const element = document.querySelector('cnn-playground')!;
      for (const [name, value] of Object.entries({ data: 'synthetic', images: '64', epochs: '0' }))
        element.setAttribute(name, value);
    });
    const playground = page.locator('cnn-playground');
    const error = playground.locator('[part=error]');
    const train = playground.getByRole('button', { name: '学習する' });
    await playground.locator('[part=samples] canvas').nth(9).waitFor();
    await train.click();
    await error.getByText('エポック数 が 0 になっています。').waitFor();
    await playground.getByLabel('エポック数').fill('1');
    await playground.getByLabel('学習率').fill('-1');
    await train.click();
    await error.getByText('学習率が -1 になっています。').waitFor();
    await playground.getByLabel('学習率').fill('0.001');
    await page.evaluate(() => document.querySelector('cnn-playground')!.setAttribute('images', '1000000000'));
    await train.click();
    await error.getByText('学習する画像 1000000000 枚は').waitFor();
    await page.evaluate(() => {
      const element = document.querySelector('cnn-playground')!;
      for (const picture of element.shadowRoot!.querySelectorAll('canvas'))
        picture.title = 'of the worker before';
      element.setAttribute('images', '64');
    });
    await playground.locator('[part=samples] canvas:not([title])').nth(9).waitFor();
    await loseWorkerNext(page, '/playground-worker-');
    await train.click();
    await error.getByText('ワーカーが終了しました').waitFor();
    await train.click();
    await playground.locator('[part=prediction]').nth(9).waitFor();
    await train.waitFor();
    expect(await error.isVisible()).toBe(false);
    expect(problems).toEqual([]);
  });

  test('two playgrounds train in one page, by keyboard, and a reader of screens is told how they do', async () => {
    await page.evaluate(() => {
      document.querySelector('cnn-playground')!.remove();
      for (const lang of ['en', 'ja']) {
        const element = document.createElement('cnn-playground');
        for (const [name, value] of Object.entries({ lang, images: '320', epochs: '2' }))
          element.setAttribute(name, value);
        document.querySelector('main')!.append(element);
      }
    });
    for (const [name, figure] of [
      ['Train', /^Accuracy \d/],
      ['学習する', /^正解率 \d/],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).press('Enter');
      await page.getByRole('status').filter({ hasText: figure }).waitFor();
    }
    await page.locator('cnn-playground [part=predictions]').nth(1).waitFor();
    await page.getByRole('button', { name: '学習する' }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('it speaks the language around it, and leaves the page as it is', async () => {
    const button = page.locator('cnn-classifier [part=button]');
    expect(await button.textContent()).toBe('Choose an image');
    await page.evaluate(() => document.querySelector('cnn-classifier')!.removeAttribute('lang'));
    await expect.poll(() => button.textContent()).toBe('画像を選ぶ');
    expect(await page.evaluate(() => document.head.querySelectorAll('style').length)).toBe(0);
    expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
    expect(problems).toEqual([]);
  });
});

describe('where a page does with them what it likes', () => {
  let server: Served;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    if (executable) server = await serve(await bundleEmbedding(project), { isolated: true });
  }, 60_000);
  afterAll(() => server?.close());

  beforeEach(async ({ skip }) => {
    skip(!executable, noChromium);
    page = await browser.newPage();
    problems.length = 0;
    page.on('pageerror', (error) => problems.push(String(error)));
    // The page without its own elements.
    await page.route(server.url, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/<cnn-.*>/g, '') });
    });
    await page.goto(server.url);
  });
  afterEach(async () => {
    await page?.close();
    expect(problems).toEqual([]);
  });

  /** Puts an element into the page. */
  const embed = (html: string): Promise<void> =>
    page.evaluate((text) => document.querySelector('main')!.insertAdjacentHTML('beforeend', text), html);
  const classes = (): Locator => page.locator('cnn-classifier [part=class]');
  const error = (): Locator => page.locator('[part=error]');

  test('who asks for a training while one is under way is given that one', async () => {
    const { same, told } = await page.evaluate(async () => {
      const element = document.createElement('cnn-playground') as Playground;
      Object.assign(element, { images: 64, epochs: 1 });
      let told = 0;
      element.addEventListener('cnn-trained', () => told++);
      document.querySelector('main')!.append(element);
      const first = element.train();
      await element.updateComplete;
      const second = element.train();
      return { same: (await first) === (await second), told };
    });
    expect({ same, told }).toEqual({ same: true, told: 1 });
  });

  test('what is set right before train() is what is trained, in place of a training under way', async () => {
    const outcome = await page.evaluate(async () => {
      const element = document.createElement('cnn-playground') as Playground;
      Object.assign(element, { images: 64, epochs: 1000, lang: 'en' });
      document.querySelector('main')!.append(element);
      await element.updateComplete;
      const first = element.train().then(String, (error: Error) => error.message);
      await new Promise((resolve) => element.addEventListener('cnn-epoch', resolve, { once: true }));
      Object.assign(element, { model: 'lenet5', epochs: 2 });
      const { complete, epochs } = await element.train();
      return { first: await first, complete, count: epochs.length };
    });
    expect(outcome).toEqual({
      first: expect.stringContaining('removed or changed'),
      complete: true,
      count: 2,
    });
  });

  test('train() after stop() trains anew, and who asked before is given what was stopped', async () => {
    const outcome = await page.evaluate(async () => {
      const element = document.createElement('cnn-playground') as Playground;
      Object.assign(element, { images: 64, epochs: 1000 });
      document.querySelector('main')!.append(element);
      const first = element.train();
      await new Promise((resolve) => element.addEventListener('cnn-epoch', resolve, { once: true }));
      const same = element.train();
      element.stop();
      element.epochs = 2;
      const [second, third] = await Promise.all([element.train(), element.train()]);
      return {
        first: (await first).complete,
        same: (await first) === (await same),
        second: [second.complete, second.epochs.length],
        third: second === third,
      };
    });
    expect(outcome).toEqual({ first: false, same: true, second: [true, 2], third: true });
  });

  test('an element that has left before it was drawn asks for nothing, and works once it is back', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const messages = await page.evaluate(async () => {
      const main = document.querySelector('main')!;
      main.innerHTML =
        '<cnn-playground images="64" epochs="1"></cnn-playground><cnn-classifier src="model.safetensors"></cnn-classifier>';
      const [playground, classifier] = [...main.children] as [Playground, Classifier];
      main.replaceChildren();
      const messageOf = (answer: Promise<unknown>): Promise<string> =>
        answer.then(String, (error: Error) => error.message);
      const messages = [
        await messageOf(playground.train()),
        await messageOf(classifier.classify('image.png')),
      ];
      Object.assign(globalThis, { left: [playground, classifier] });
      return messages;
    });
    expect(messages).toEqual([
      expect.stringContaining('The element is not in the page'),
      expect.stringContaining('The element is not in the page'),
    ]);
    expect(asked.filter((url) => /worker|safetensors/.test(url))).toEqual([]);
    const outcome = await page.evaluate(async () => {
      const { left } = globalThis as unknown as { left: [Playground, Classifier] };
      const [playground, classifier] = left;
      document.querySelector('main')!.append(...left);
      const { complete } = await playground.train();
      return { complete, guesses: (await classifier.classify('image.png')).length };
    });
    expect(outcome).toEqual({ complete: true, guesses: 10 });
  });

  test('an address that is none is told in a sentence, once, and thrown by classify()', async () => {
    await page.evaluate(() => {
      Object.assign(globalThis, { told: [] });
      document.addEventListener('cnn-error', (event) =>
        (globalThis as unknown as { told: string[] }).told.push((event as CustomEvent).detail.message),
      );
    });
    const told = (): Promise<string[]> =>
      page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
    await embed('<cnn-classifier lang="en" src="http://" image="image.png"></cnn-classifier>');
    await error().getByText('“http://” is no address of a file').waitFor();
    expect(await told()).toEqual([expect.stringContaining('such as model.safetensors or https://')]);
    const thrown = await page.evaluate(() =>
      (document.querySelector('cnn-classifier') as Classifier)
        .classify('image.png')
        .then(String, (error: Error) => error.message),
    );
    expect(thrown).toBe((await told()).at(-1));
    await page.evaluate(() => {
      const element = document.querySelector('cnn-classifier')!;
      element.setAttribute('lang', 'ja');
      element.setAttribute('image', 'http://[');
      element.setAttribute('src', 'model.safetensors');
    });
    await error().getByText('「http://[」はファイルのアドレスではありません。cat.jpg や').waitFor();
    await page.evaluate(() => document.querySelector('cnn-classifier')!.setAttribute('image', 'image.png'));
    await classes().nth(4).waitFor();
    expect(await error().isVisible()).toBe(false);
  });

  test('what is wrong with an image is still told when the model comes later', async () => {
    let load!: () => void;
    const wanted = new Promise<void>((resolve) => {
      load = resolve;
    });
    await page.route('**/model.safetensors', async (route) => {
      await wanted;
      await route.continue();
    });
    const loaded = page.evaluate(
      () => new Promise((resolve) => document.addEventListener('cnn-load', () => resolve('loaded'))),
    );
    await embed('<cnn-classifier lang="en" src="model.safetensors" image="missing.png"></cnn-classifier>');
    await error().getByText('404 for the image').waitFor();
    load();
    expect(await loaded).toBe('loaded');
    await page.locator('[part=status]').waitFor({ state: 'hidden' });
    expect(await error().textContent()).toContain('404 for the image');
    expect(await error().isVisible()).toBe(true);
  });

  test('a model that could not be had is asked for again with the next image', async () => {
    await page.route(
      ({ search }) => search === '?late',
      (route) => route.fulfill({ status: 503 }),
      { times: 1 },
    );
    await embed('<cnn-classifier lang="en" src="model.safetensors?late" image="image.png"></cnn-classifier>');
    await error().getByText('503 for the model').waitFor();
    await page.locator('cnn-classifier input[type=file]').setInputFiles(image);
    await classes().nth(4).waitFor();
    expect(await error().isVisible()).toBe(false);
  });

  test('attributes that are removed have their defaults again, and no image shows none', async () => {
    await embed(
      '<cnn-classifier src="model.safetensors" image="image.png" top="2"></cnn-classifier><cnn-playground epochs="2" model="lenet5"></cnn-playground>',
    );
    await expect.poll(() => classes().count()).toBe(2);
    await page.evaluate(() => document.querySelector('cnn-classifier')!.removeAttribute('top'));
    await expect.poll(() => classes().count()).toBe(5);
    await page.evaluate(() => document.querySelector('cnn-classifier')!.setAttribute('top', 'all'));
    await page.evaluate(() => (document.querySelector('cnn-classifier') as Classifier).updateComplete);
    expect(await classes().count()).toBe(5);
    await page.evaluate(() => document.querySelector('cnn-classifier')!.removeAttribute('image'));
    await expect.poll(() => page.locator('cnn-classifier [part=image]').count()).toBe(0);
    expect(await classes().count()).toBe(0);
    const settings = await page.evaluate(() => {
      const element = document.querySelector('cnn-playground') as Playground;
      for (const name of ['epochs', 'model']) element.removeAttribute(name);
      return [element.epochs, element.model];
    });
    expect(settings).toEqual([5, 'simple-cnn']);
    const properties = await page.evaluate(async () => {
      const element = document.querySelector('cnn-playground') as Playground;
      Object.assign(element, { epochs: 3, model: undefined });
      await element.updateComplete;
      Object.assign(element, { epochs: undefined });
      await element.updateComplete;
      return [element.epochs, element.model];
    });
    expect(properties).toEqual([5, 'simple-cnn']);
    expect(await page.locator('cnn-playground [part=error]').isVisible()).toBe(false);
  });

  test('fields that are empty are told of, and stay so', async () => {
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    await embed('<cnn-playground lang="en"></cnn-playground>');
    const [train, rate] = [page.getByRole('button', { name: 'Train' }), page.getByLabel('Learning rate')];
    await rate.fill('');
    await rate.blur();
    await train.click();
    await error().getByText('The learning rate is not a number; expected').waitFor();
    expect(await rate.inputValue()).toBe('');
    await page.evaluate(() => document.querySelector('cnn-playground')!.setAttribute('lang', 'ja'));
    await page.getByLabel('エポック数').fill('');
    await page.getByLabel('エポック数').blur();
    await page.getByRole('button', { name: '学習する' }).click();
    await error().getByText('エポック数 が 数字以外 になっています。').waitFor();
    expect(warnings).toEqual([]);
  });

  test('epochs that are asked for next change nothing about the curves of a training', async () => {
    await embed('<cnn-playground lang="en" images="64" epochs="1"></cnn-playground>');
    await page.getByRole('button', { name: 'Train' }).click();
    await page.locator('[part=predictions]').waitFor();
    await page.getByRole('button', { name: 'Train' }).waitFor();
    const status = page.locator('[part=status]');
    const before = await status.textContent();
    expect(before).toContain('1.0 / 1 Epochs');
    await page.getByLabel('Epochs').fill('3');
    await page.getByLabel('Epochs').blur();
    await page.evaluate(() => (document.querySelector('cnn-playground') as Playground).updateComplete);
    expect(await page.evaluate(() => (document.querySelector('cnn-playground') as Playground).epochs)).toBe(
      3,
    );
    expect(await status.textContent()).toBe(before);
  });

  test('a page that has the elements from another server says that no worker can be started', async () => {
    // The same server by another name is another one.
    const elsewhere = server.url.replace('127.0.0.1', 'localhost');
    const html = await (await fetch(server.url)).text();
    await page.route(elsewhere, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: html.replaceAll(/(src|href)="\//g, `$1="${server.url}`),
      }),
    );
    await page.route(`${server.url}**`, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'access-control-allow-origin': '*' };
      await route.fulfill({ response, headers });
    });
    await page.goto(elsewhere);
    await page
      .locator('cnn-classifier [part=error]')
      .getByText('The worker that computes has ended')
      .waitFor();
    await page
      .locator('cnn-playground [part=error]')
      .getByText('The worker that computes has ended')
      .waitFor();
  });
});

/** Has a worker end by an error when it is asked the next time. */
async function loseWorkerNext(page: Page, name: string): Promise<void> {
  const worker = page.workers().findLast((each) => each.url().includes(name));
  await worker!.evaluate(() =>
    globalThis.addEventListener('message', () =>
      (globalThis as unknown as { nothing: () => void }).nothing(),
    ),
  );
}
