import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, launchChromium, noChromium } from '@cnn-tools/browser/chromium';
import { serve } from '@cnn-tools/browser/serve';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './command.js';
import { type Published, pack, workspace } from './pack.js';
import {
  bundleModule,
  bundlePage,
  findNode20,
  makeProject,
  type Prediction,
  predictInNode,
} from './project.js';

// A project of its own, outside the workspace, that knows nothing but the tarballs.

let folder: string;
let project: string;
let node20: string;
let tarballs: ReadonlyMap<Published, string>;
let expected: Prediction;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cnn-smoke-'));
  project = join(folder, 'inference');
  tarballs = await pack(folder);
  node20 = await findNode20(join(folder, 'node20'));
  await makeProject(
    project,
    ['@cnn/kernels', '@cnn/tensor', '@cnn/layers'].map((name) => tarballs.get(name as Published)!),
  );
  const out = join(folder, 'run');
  const cli = join(workspace, 'apps/cli/dist/main.js');
  await run(
    process.execPath,
    [cli, 'train', '--data', 'synthetic', '--limit', '64', '--epochs', '1', '--out', out],
    folder,
  );
  await cp(join(out, 'model.safetensors'), join(project, 'model.safetensors'));
  expected = await predictInNode(process.execPath, project);
}, 180_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The same bits from the deterministic kernels, and as good as the same from the fastest ones. */
function expectSame(prediction: Prediction): void {
  expect(prediction.exact).toEqual(expected.exact);
  expect(prediction.built).toEqual(expected.exact);
  for (const [i, value] of prediction.fast.entries()) expect(value).toBeCloseTo(expected.exact[i]!, 4);
}

test('a model that the command line trained predicts classes, in this Node.js', () => {
  expectSame(expected);
  expect(expected.exact).toHaveLength(40);
  for (let image = 0; image < 4; image++) {
    const probabilities = expected.exact.slice(image * 10, image * 10 + 10);
    expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
  }
});

test('in Node.js 20', async () => {
  const prediction = await predictInNode(node20, project);
  expect(prediction.node).toMatch(/^20\./);
  expectSame(prediction);
});

test('bundled by Vite, outside a browser', async () => {
  const bundle = await bundleModule(project);
  expectSame(await predictInNode(process.execPath, project, bundle, '{"threads":1}'));
});

test('bundled by Vite, in Chromium', async ({ skip }) => {
  const chromium = findChromium();
  skip(!chromium, noChromium);
  const server = await serve(await bundlePage(project), { isolated: true });
  const browser = await launchChromium(chromium!);
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    expectSame(
      await page.evaluate(() => (globalThis as unknown as { prediction: Promise<Prediction> }).prediction),
    );
  } finally {
    await browser.close();
    server.close();
  }
});

test('with all packages, a model trains in Node.js 20, to the same bits on any number of threads', async () => {
  const training = join(folder, 'training');
  await makeProject(training, [...tarballs.values()]);
  const train = async (
    threads: number,
    ...flags: string[]
  ): Promise<{ before: number; after: number; saved: boolean }> =>
    JSON.parse(await run(node20, [...flags, 'train.js', String(threads)], training));
  const alone = await train(1);
  expect(alone.after).toBeLessThan(alone.before);
  expect(alone.saved).toBe(true);
  expect(await train(2)).toEqual(alone);
  // Two compilers take turns in V8, and waiting threads once met a defect in one of them.
  expect(await train(3, '--liftoff-only')).toEqual(alone);
}, 120_000);
