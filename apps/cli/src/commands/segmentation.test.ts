import { readdir, readFile, writeFile } from 'node:fs/promises';
import { readSafetensors, writeSafetensors } from '@cnn/layers';
import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFoxes } from '../../test/fixtures.js';
import { Workplace } from '../../test/run-cli.js';

let place: Workplace;
let events: Record<string, unknown>[];
const small = ['--image-size', '32', '--filters', '2', '--limit', '24', '--epochs', '2'];
beforeAll(async () => {
  place = await Workplace.open();
  events = await place.events(['train', '--model', 'unet', ...small, '--out', 'run']);
}, 120_000);
afterAll(() => place.close());

// Several processes one after the other, on a machine that may be busy.
const patience = { timeout: 120_000 };

describe('train --model unet', patience, () => {
  it('learns masks, and tells the mean intersection over union', () => {
    const [start, first, , end] = events;
    expect(start).toMatchObject({ model: 'unet', data: 'synthetic-masks', trainSize: 19 });
    expect(Object.keys(first!).join()).toBe(
      'event,epoch,loss,accuracy,valLoss,valAccuracy,meanIoU,valMeanIoU,seconds,imagesPerSecond',
    );
    expect(Object.keys(end!).join()).toBe(
      'event,testLoss,testAccuracy,testMeanIoU,seconds,imagesPerSecond,peakMemoryMB',
    );
    for (const figure of [first!['meanIoU'], first!['valMeanIoU'], end!['testMeanIoU']]) {
      expect(figure).toBeGreaterThan(0);
      expect(figure).toBeLessThan(1);
    }
  });

  it('is judged again by evaluate, on drawings of the same size', async () => {
    const [end] = await place.events(['evaluate', '--weights', 'run']);
    const { testLoss, testAccuracy, testMeanIoU } = events.at(-1)!;
    expect(end).toMatchObject({ testLoss, testAccuracy, testMeanIoU });
    const { stdout } = await place.run(['evaluate', '--weights', 'run']);
    expect(stdout).toMatch(/test images of synthetic-masks: {2}loss .* mean IoU 0\.\d{3} /);
  });
});

describe('train --resume', patience, () => {
  it('tells what to do with a checkpoint within an epoch of a version that counted otherwise', async () => {
    const file = place.path('run/checkpoint.safetensors');
    const { tensors, metadata } = readSafetensors(await readFile(file));
    const note = JSON.parse(metadata['training']!);
    delete note.fit.progress.figures;
    note.fit.progress.underway = { batch: 1, totals: { sums: [[1], [1], [1]], samples: 1 } };
    const training = JSON.stringify(note);
    await place.run(['train', '--model', 'unet', ...small, '--out', 'old']);
    const old = place.path('old/checkpoint.safetensors');
    await writeFile(old, writeSafetensors({ tensors, metadata: { ...metadata, training } }));
    const { code, stderr } = await place.run('train --resume old --epochs 3'.split(' '));
    expect(stderr).toMatch(/old\/checkpoint\.safetensors is of another version of this program, /);
    expect(code).toBe(2);
  });
});

describe('train --model unet --augment', patience, () => {
  const epoch = async (list: string, out: string) => {
    const args = ['train', '--model', 'unet', ...small, '--augment', list, '--out', out];
    const [, first] = await place.events(args);
    return first!;
  };

  it('changes images and masks, in the same way whenever it is run', async () => {
    const all = 'flip,crop:2,translate,rotate,zoom,color,cutout:8';
    const [once, again] = [await epoch(all, 'changed'), await epoch(all, 'changed-again')];
    expect(once['loss']).toBe(again['loss']);
    expect(once['loss']).not.toBe(events[1]!['loss']);
  });
});

describe('train --data mask-folder', patience, () => {
  const list = 'ground 0 0 0\nfox 200 80 40\nvoid 255 255 255\n';
  const folder = ['--data', 'mask-folder', '--data-dir', 'foxes'];
  let ends: Record<string, unknown>[];
  beforeAll(async () => {
    await writeFoxes(place.path('foxes'), list);
    const quick = ['--epochs', '10', '--batch-size', '4', '--learning-rate', '0.01'];
    const args = ['train', '--model', 'unet', ...folder, '--image-size', '16', '--filters', '2', ...quick];
    ends = await place.events([...args, '--out', 'foxes-run']);
  }, 120_000);

  it('learns the classes of the list, and leaves void out', async () => {
    expect(ends[0]).toMatchObject({ data: 'mask-folder', trainSize: 24, validationSize: 8 });
    const { testAccuracy, testMeanIoU } = ends.at(-1)!;
    // A quarter of the pixels is void: no accuracy above ¾ if they counted.
    expect(testAccuracy).toBeGreaterThan(0.9);
    expect(testMeanIoU).toBeGreaterThan(0.8);
  });

  it('is judged again by evaluate, with confusions of the pixels that count', async () => {
    const [end] = await place.events(['evaluate', '--weights', 'foxes-run', '--confusion']);
    expect(end!['testAccuracy']).toBe(ends.at(-1)!['testAccuracy']);
    expect(end!['classNames']).toEqual(['ground', 'fox']);
    const counts = (end!['confusionMatrix'] as number[][]).flat();
    expect(counts.reduce((a, b) => a + b)).toBe(8 * 16 * 12);
  });

  it('has predict write masks in the size of the files, and tell how large classes are', async () => {
    const files = ['foxes/test/images/0.png', 'foxes/test/images/1.png'];
    const args = ['predict', '--weights', 'foxes-run', ...files];
    const [first] = await place.events([...args, '--out', 'seen']);
    expect((await readdir(place.path('seen'))).sort()).toEqual([
      '0-overlay.png',
      '0.png',
      '1-overlay.png',
      '1.png',
    ]);
    const { width, height, data, palette } = decode(await readFile(place.path('seen/0.png')));
    expect([width, height, palette![1]]).toEqual([16, 16, [128, 0, 0]]);
    expect(first).toMatchObject({ width, height, mask: 'seen/0.png', overlay: 'seen/0-overlay.png' });
    const fox = [...data].filter((label) => label === 1).length / data.length;
    expect(fox).toBeGreaterThan(0.1);
    const shares = first!['classes'] as { class: string; share: number }[];
    expect(shares.find((each) => each.class === 'fox')!.share).toBeCloseTo(fox, 10);

    const { stdout } = await place.run(args);
    expect(stdout).toMatch(/0\.png\n {2}ground .* \d\d\.\d %\n {2}fox .*%\n/);
    const written = await place.run([...args, '--out', 'seen-again']);
    expect(written.stdout).toBe(`${stdout}wrote 4 pictures to seen-again\n`);
    const again = await place.run([...args, '--out', 'seen']);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('--out got seen, which exists and is not empty');
  });

  it.each(['--top 2', '--score 0.5'])('has predict refuse %s', async (option) => {
    const args = ['predict', '--weights', 'foxes-run', 'foxes/test/images/0.png', ...option.split(' ')];
    const { code, stderr } = await place.run(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: --(top|score) was given with .*, which tells classes of pixels; leave/);
  });

  it('has report show confusions, areas and the worst images with both masks', async () => {
    const [event] = await place.events(['report', 'foxes-run']);
    expect(event).toMatchObject({ event: 'report', path: place.path('foxes-run/report.html') });
    const { document } = parseHTML(await readFile(place.path('foxes-run/report.html'), 'utf8'));
    const texts = (selector: string) =>
      [...document.querySelectorAll(selector)].map(({ textContent }) => textContent!);
    expect(texts('h3')).toEqual([
      'Loss',
      'Accuracy',
      'Mean intersection over union',
      'Confusion of pixels',
      'Intersection over union',
    ]);
    const { testMeanIoU, testAccuracy } = ends.at(-1)! as Record<string, number>;
    expect(texts('.figure b').slice(0, 2)).toEqual([
      testMeanIoU!.toFixed(3),
      `${(100 * testAccuracy!).toFixed(1)} %`,
    ]);
    const counts = texts('title').flatMap((text) => /taken for .*: (\d+) \(/.exec(text)?.[1] ?? []);
    expect(counts.reduce((sum, n) => sum + Number(n), 0)).toBe(8 * 16 * 12);
    const worst = document.querySelector('.triples figure')!;
    const [, truth, seen] = [...worst.querySelectorAll('img')].map((image) =>
      decode(Buffer.from(image.getAttribute('src')!.split(',')[1]!, 'base64')),
    );
    const counted = [...truth!.data].flatMap((label, i) => (label === 255 ? [] : [label === seen!.data[i]]));
    expect(counted).toHaveLength(16 * 12);
    const right = counted.filter((same) => same).length / counted.length;
    expect(worst.querySelector('figcaption')!.textContent).toBe(
      `${(100 * right).toFixed(1)} % of its pixels right`,
    );
  });

  it('refuses a list of other classes than were learned', async () => {
    await writeFoxes(place.path('wolves'), list.replace('fox', 'wolf'));
    const { code, stderr } = await place.run(['evaluate', '--weights', 'foxes-run', '--data-dir', 'wolves']);
    expect(code).toBe(2);
    expect(stderr).toContain('has the classes ground, wolf, but');
  });

  it('is refused without a folder', async () => {
    const { code, stderr } = await place.run(['train', '--model', 'unet', '--data', 'mask-folder']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'expected a folder with the folders images and masks, so name one with --data-dir',
    );
  });
});

describe('refused is', patience, () => {
  it.each([
    [
      'train --data synthetic-masks',
      '--model simple-cnn is for classification, but --data synthetic-masks is for segmentation; choose --model unet, fcn8s or fcn32s, or --data cifar10.',
    ],
    [
      'train --model unet --data mnist',
      '--model unet is for segmentation, but --data mnist is for classification; choose --model simple-cnn, lenet5,',
    ],
    [
      'train --model fcn8s --augment flip,mixup',
      '--augment flip,mixup was given with fcn8s; mixup and cutmix mix the classes of images,',
    ],
    ['train --data synthetic --filters 4', '--filters was given with simple-cnn, whose width is fixed;'],
    [
      'train --model fcn32s --image-size 40 --limit 9',
      'fcn32s was given images of 40 × 40; their sizes must be',
    ],
    [
      'train --model fcn8s --image-size 40 --limit 9',
      'fcn8s was given images of 40 × 40; their sizes must be',
    ],
  ])('%s', async (args, message) => {
    const { code, stderr } = await place.run(args.split(' '));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
