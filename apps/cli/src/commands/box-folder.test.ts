import { appendFile, readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCocoShapes, writeYoloShapes } from '../../test/fixtures.js';
import { Workplace } from '../../test/run-cli.js';

let place: Workplace;
let events: Record<string, unknown>[];
const folder = [
  '--data',
  'box-folder',
  '--data-dir',
  'shapes',
  '--image-size',
  '32',
  '--image-resize',
  'pad',
];
const quick = ['--filters', '8', '--batch-size', '16', '--learning-rate', '0.01', '--epochs', '30'];

beforeAll(async () => {
  place = await Workplace.open();
  await writeYoloShapes(place.path('shapes'));
  events = await place.events(['train', '--model', 'yolo', ...folder, ...quick, '--out', 'run']);
}, 180_000);
afterAll(() => place.close());

// Several processes one after the other, on a machine that may be busy.
const patience = { timeout: 120_000 };

describe('train --data box-folder', patience, () => {
  it('learns where objects are', () => {
    const [start, first] = events;
    const [last, end] = events.slice(-2);
    expect(start).toMatchObject({ data: 'box-folder', trainSize: 76, validationSize: 20 });
    expect(last!['loss']).toBeLessThan((first!['loss'] as number) / 5);
    expect(end!['testMeanAveragePrecision']).toBeGreaterThan(0);
  });

  it('is judged again by evaluate, class by class, also on the same data as COCO has it', async () => {
    const [end] = await place.events(['evaluate', '--weights', 'run']);
    expect(end!['testLoss']).toBe(events.at(-1)!['testLoss']);
    expect(end!['classNames']).toEqual(['disc', 'square', 'triangle', 'cross']);
    await writeCocoShapes(place.path('coco-shapes'));
    const [same] = await place.events(['evaluate', '--weights', 'run', '--data-dir', 'coco-shapes']);
    expect(same!['testLoss']).toBeCloseTo(end!['testLoss'] as number, 4);
    expect(same!['testMeanAveragePrecision']).toBeCloseTo(end!['testMeanAveragePrecision'] as number, 4);
  });

  it('has predict tell boxes in pixels of files that were padded', async () => {
    const files = Array.from({ length: 24 }, (_, n) => `shapes/train/images/${n}.png`);
    const found = await place.events(['predict', '--weights', 'run', ...files]);
    let [hits, all] = [0, 0];
    for (const [n, { width, height, objects }] of (found as Found[]).entries()) {
      expect([width, height]).toEqual([32, 24]);
      const text = await readFile(place.path(`shapes/train/labels/${n}.txt`), 'utf8');
      for (const line of text.trim().split('\n')) {
        const [, x, y] = line.split(' ').map(Number);
        const distances = objects.map(({ left, top, right, bottom }) =>
          Math.hypot((left + right) / 2 - x! * 32, (top + bottom) / 2 - y! * 24),
        );
        all++;
        if (Math.min(...distances) < 2) hits++;
      }
    }
    expect(hits / all).toBeGreaterThan(0.6);
  });

  it('is shown by a report', async () => {
    await place.events(['report', 'run']);
    const page = await readFile(place.path('run', 'report.html'), 'utf8');
    expect(page).toContain('triangle: average precision 0.');
    expect(page).toMatch(/alt="objects of test image \d+"/);
  });

  it('goes on with augmentation, and is refused once boxes have changed', async () => {
    const args = ['train', '--model', 'yolo', ...folder, '--filters', '4', '--augment', 'flip,crop:3'];
    await place.events([...args, '--epochs', '1', '--out', 'augmented']);
    const more = await place.events(['train', '--resume', 'augmented', '--epochs', '2']);
    expect(more.filter(({ event }) => event === 'epoch')).toHaveLength(1);
    await rm(place.path('shapes/train/labels/5.txt'));
    const { code, stderr } = await place.run(['train', '--resume', 'augmented', '--epochs', '3']);
    expect(code).toBe(2);
    expect(stderr).toContain('are not those that the run in augmented was started with');
  });
});

describe('refused is', patience, () => {
  it('a folder that was not named', async () => {
    const { code, stderr } = await place.run(['train', '--model', 'yolo', '--data', 'box-folder']);
    expect(code).toBe(2);
    expect(stderr).toContain('expected a folder with images and the boxes of their objects, so name one');
  });

  it('a line that is no box, unless broken ones are skipped', async () => {
    await appendFile(place.path('shapes/train/labels/7.txt'), '9 0.5 0.5 0.1 0.1\n');
    const args = ['train', '--model', 'ssd', ...folder, '--filters', '2', '--epochs', '1'];
    const { code, stderr } = await place.run(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /train\/labels\/7\.txt: line \d, "9 0\.5 0\.5 0\.1 0\.1", has the class 9; expected .* 0 to 3/,
    );
    expect(stderr).toContain('give --skip-broken to leave them out, with the images that they belong to');
    const skipped = await place.run([...args, '--skip-broken', '--out', 'skipped']);
    expect(skipped.code).toBe(0);
    expect(skipped.stderr).toContain('1 file was left out (train/labels/7.txt: line');
  });
});

interface Found extends Record<string, unknown> {
  width: number;
  height: number;
  objects: Record<'left' | 'top' | 'right' | 'bottom', number>[];
}
