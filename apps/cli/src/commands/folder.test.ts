import { readdir, readFile, symlink } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { png, writeAnimals, writeImage } from '../../test/fixtures.js';
import { Workplace } from '../../test/run-cli.js';

let place: Workplace;
let events: Record<string, unknown>[];
const folder = ['--data', 'folder', '--data-dir', 'animals'];
beforeAll(async () => {
  place = await Workplace.open();
  await writeAnimals(place.path('animals'));
  events = await place.events(['train', ...folder, '--image-size', '16', '--epochs', '4', '--out', 'run']);
  await writeImage(place.path('new/red.png'), png([220, 60, 50], { width: 50, seed: 7 }));
  await writeImage(place.path('new/blue.png'), png([50, 60, 220], { height: 60, seed: 8 }));
});
afterAll(() => place.close());

describe('train --data folder', () => {
  it('learns from the images, and watches those for validation', () => {
    expect(events[0]).toMatchObject({ data: 'folder', trainSize: 60, validationSize: 20 });
    expect(events.at(-1)).toMatchObject({ event: 'end', testAccuracy: 1 });
    expect(events.at(-2)!['valAccuracy']).toBe(1);
  });

  it('notes what it did with the images', async () => {
    const config = JSON.parse(await readFile(place.path('run/config.json'), 'utf8'));
    expect(config).toMatchObject({
      data: 'folder',
      dataDir: place.path('animals'),
      imageSize: 16,
      run: { testSize: 20, dataSource: `${place.path('animals')} (split by folders)` },
    });
  });

  it('takes grey images, splits classes by a seed, and names the run like the folder', async () => {
    const grey = [...folder.slice(0, -1), 'animals/train', '--image-size', '32', '--image-channels', '1'];
    const [start] = await place.events(['train', ...grey, '--model', 'lenet5', '--epochs', '1']);
    expect(start).toMatchObject({ trainSize: 38, validationSize: 10 });
    expect((await readdir(place.path('runs'))).join()).toMatch(/^lenet5-train-\d/);
  });

  it('refuses broken images with a way round them, which works', async () => {
    await writeImage(place.path('broken/fox/1.png'), png([200, 0, 0]));
    await writeImage(place.path('broken/fox/2.png'), png([200, 0, 0]));
    await writeImage(place.path('broken/whale/1.png'), png([0, 0, 200]));
    await writeImage(place.path('broken/whale/2.png'), png([0, 0, 200]));
    await writeImage(place.path('broken/whale/3.png'), png([0, 0, 200]).subarray(0, 99));
    const args = ['train', '--data', 'folder', '--data-dir', 'broken', '--validation-split', '0'];
    const small = [...args, '--image-size', '32', '--model', 'lenet5', '--epochs', '1'];
    const { code, stderr } = await place.run(small);
    expect(code).toBe(2);
    expect(stderr).toMatch(/1 of the 5 image files .*whale\/3\.png: it is truncated.*give --skip-broken to/);
    const skipping = await place.run([...small, '--skip-broken']);
    expect(skipping.code).toBe(0);
    expect(skipping.stderr).toBe('note: 1 file was left out (whale/3.png: it is truncated).\n');
  });
});

describe('evaluate', () => {
  it('finds the folder that a run was trained on, and its test figures', async () => {
    const [end] = await place.events(['evaluate', '--weights', 'run']);
    expect([end!['testLoss'], end!['testAccuracy']]).toEqual([events.at(-1)!['testLoss'], 1]);
  });

  it('refuses a folder of other classes', async () => {
    await writeImage(place.path('plants/train/rose/1.png'), png([200, 0, 0]));
    await writeImage(place.path('plants/train/fern/1.png'), png([0, 200, 0]));
    await writeImage(place.path('plants/test/fern/2.png'), png([0, 200, 0]));
    const { code, stderr } = await place.run(['evaluate', '--weights', 'run', '--data-dir', 'plants']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/The folder has the classes fern, rose, but run\/.* tells fox, whale apart/);
  });
});

describe('predict', () => {
  const predict = (...args: string[]) => place.run(['predict', '--weights', 'run', ...args]);

  it('draws the likeliest classes of files and of folders', async () => {
    const { code, stdout } = await predict('new', 'animals/test/fox/3.png');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(9);
    expect(lines[0]).toBe('new/blue.png');
    expect(lines[1]).toMatch(/^ {2}whale {2}━+─* +\d+\.\d %$/);
    expect(lines[2]).toMatch(/^ {2}fox {4}━*─+ +\d+\.\d %$/);
    expect(lines.slice(3, 5).join()).toMatch(/^new\/red\.png, {2}fox/);
    expect(lines.slice(6, 8).join()).toMatch(/^animals\/test\/fox\/3\.png, {2}fox/);
  });

  it('writes objects for programs, with what could not be read, and ends with 2 then', async () => {
    await writeImage(place.path('half.png'), png([9, 9, 9]).subarray(0, 200));
    const { code, stdout, stderr } = await predict(
      '--json',
      '--top',
      '1',
      'half.png',
      'new/red.png',
      'none.jpg',
    );
    expect(code).toBe(2);
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects).toEqual([
      { file: 'half.png', error: expect.stringMatching(/^half\.png cannot be decoded: it is truncated\./) },
      { file: 'new/red.png', predictions: [{ class: 'fox', probability: expect.any(Number) }] },
      {
        file: 'none.jpg',
        error: 'none.jpg cannot be read: no such file or directory (ENOENT); expected an image file.',
      },
    ]);
    expect(objects[1].predictions[0].probability).toBeGreaterThan(0.5);
    expect(stderr).toBe('error: 2 of 3 images could not be read; mend them or leave them out.\n');
  });

  it('gives each image what it gets alone, whatever the batches', async () => {
    const together = await predict('--json', '--batch-size', '2', 'new', 'animals/test/whale/3.png');
    const alone = await predict('--json', '--batch-size', '1', 'animals/test/whale/3.png');
    const [last] = together.stdout.trimEnd().split('\n').slice(-1);
    expect(JSON.parse(last!)).toEqual(JSON.parse(alone.stdout));
  });

  it('finds in a folder what training finds there', async () => {
    await writeImage(place.path('album/scans.png/1.jpe'), png([220, 60, 50]));
    await writeImage(place.path('album/._1.png'), png([220, 60, 50]));
    await writeImage(place.path('album/2.gif'), new TextEncoder().encode('GIF89a'));
    await symlink(place.path('new'), place.path('album/linked'));
    const { code, stdout, stderr } = await predict('--top', '1', 'album');
    const names = stdout.split('\n').filter((line) => line.startsWith('album'));
    expect(names).toEqual(['album/linked/blue.png', 'album/linked/red.png', 'album/scans.png/1.jpe']);
    expect(stderr).toMatch(/^error: album\/2\.gif cannot be decoded: it is a GIF\./);
    expect(code).toBe(2);
  });

  it.each([
    [['animals/none'], /^error: animals\/none cannot be read: no such file or directory \(ENOENT\); .*\n$/],
    [[], /predict was given no image, but needs one/],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await predict(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
