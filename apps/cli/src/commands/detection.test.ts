import { readdir, readFile, writeFile } from 'node:fs/promises';
import { syntheticBoxes } from '@cnn/datasets';
import { decode, encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from '../../test/run-cli.js';

let place: Workplace;
let events: Record<string, unknown>[];
const small = ['--image-size', '32', '--filters', '8', '--limit', '96', '--batch-size', '16'];
const quick = ['--learning-rate', '0.01', '--epochs', '25'];
const picture = syntheticBoxes({ trainCount: 1, testCount: 1, size: 32 }).train;

beforeAll(async () => {
  place = await Workplace.open();
  events = await place.events(['train', '--model', 'yolo', ...small, ...quick, '--out', 'run']);
  const png = encode({ width: 32, height: 32, channels: 3, data: picture.x.data });
  await writeFile(place.path('shapes.png'), png);
}, 120_000);
afterAll(() => place.close());

// Several processes one after the other, on a machine that may be busy.
const patience = { timeout: 120_000 };

describe('train --model yolo', patience, () => {
  it('learns boxes, and tells the mean average precision', () => {
    const [start, first] = events;
    const [last, end] = events.slice(-2);
    expect(start).toMatchObject({ model: 'yolo', data: 'synthetic-boxes', trainSize: 76 });
    expect(Object.keys(first!).join()).toBe(
      'event,epoch,loss,valLoss,valMeanAveragePrecision,seconds,imagesPerSecond',
    );
    expect(Object.keys(end!).join()).toBe(
      'event,testLoss,testMeanAveragePrecision,testCocoMeanAveragePrecision,seconds,imagesPerSecond,peakMemoryMB',
    );
    expect(last!['loss']).toBeLessThan((first!['loss'] as number) / 5);
    expect(last!['valMeanAveragePrecision']).toBeGreaterThan(first!['valMeanAveragePrecision'] as number);
    expect(end!['testMeanAveragePrecision']).toBeGreaterThan(end!['testCocoMeanAveragePrecision'] as number);
  });

  it('goes on where it was interrupted', async () => {
    const more = await place.events(['train', '--resume', 'run', '--epochs', '26']);
    expect(more.filter(({ event }) => event === 'epoch')).toHaveLength(1);
    expect(more.at(-1)!['testMeanAveragePrecision']).toBeGreaterThan(0);
  });

  it('is judged again by evaluate, class by class', async () => {
    const [end] = await place.events(['evaluate', '--weights', 'run']);
    const history = JSON.parse(await readFile(place.path('run', 'history.json'), 'utf8'));
    expect(end!['testLoss']).toBe(history.test.loss);
    expect(end!['testMeanAveragePrecision']).toBe(history.test.meanAveragePrecision);
    expect(end!['averagePrecisions']).toHaveLength(4);
    const { stdout } = await place.run(['evaluate', '--weights', 'run']);
    expect(stdout).toMatch(
      /test images of synthetic-boxes: {2}loss \d+\.\d+ {2}mAP 0\.\d{3} {2}mAP@\[\.5:\.95\] 0\./,
    );
    expect(stdout).toMatch(/\n {2}triangle {2}average precision 0\.\d{3}\n/);
  });
});

describe('train --model yolo --augment', patience, () => {
  it('moves boxes with their images, the same whenever it is run or resumed', async () => {
    const all = 'flip,crop:4,translate,rotate,zoom,mosaic:0.7,color,cutout:8';
    const args = ['train', '--model', 'yolo', ...small, '--augment', all];
    const once = await place.events([...args, '--epochs', '2', '--out', 'moved']);
    await place.events([...args, '--epochs', '1', '--out', 'moved-again']);
    const [, second] = await place.events(['train', '--resume', 'moved-again', '--epochs', '2']);
    expect(second!['loss']).toBe(once[2]!['loss']);
    expect(second!['valMeanAveragePrecision']).toBe(once[2]!['valMeanAveragePrecision']);
    const weights = ['moved', 'moved-again'].map((run) => readFile(place.path(run, 'model.safetensors')));
    const [one, other] = await Promise.all(weights);
    expect(one!.equals(other!)).toBe(true);
  });
});

describe('predict', patience, () => {
  it('tells where objects are, in pixels of the file, and frames them', async () => {
    const args = ['predict', '--weights', 'run', '--score', '0.1', '--out', 'found', 'shapes.png'];
    const [found] = await place.events(args);
    const objects = found!['objects'] as Record<string, number | string>[];
    expect(found).toMatchObject({ file: 'shapes.png', width: 32, height: 32, drawn: 'found/shapes.png' });
    const { left, top } = picture.objects[0]![0]!;
    const nearest = objects.map((object) =>
      Math.hypot((object['left'] as number) - 32 * left, (object['top'] as number) - 32 * top),
    );
    expect(Math.min(...nearest)).toBeLessThan(5);
    const drawn = decode(await readFile(place.path('found', 'shapes.png')));
    expect([drawn.width, drawn.height, drawn.channels]).toEqual([32, 32, 3]);
    expect([...drawn.data]).not.toEqual([...picture.x.data]);
  });

  it('frames several pictures, and shows no progress where there is no terminal', async () => {
    await writeFile(place.path('more.png'), await readFile(place.path('shapes.png')));
    const args = ['predict', '--weights', 'run', '--score', '0.999', '--out', 'framed'];
    const { code, stdout, stderr } = await place.run([...args, 'shapes.png', 'more.png']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      'shapes.png\n  nothing found\nmore.png\n  nothing found\nwrote 2 pictures to framed\n',
    );
    expect((await readdir(place.path('framed'))).sort()).toEqual(['more.png', 'shapes.png']);
  });

  it('says so where it finds nothing', async () => {
    const { stdout } = await place.run(['predict', '--weights', 'run', '--score', '0.999', 'shapes.png']);
    expect(stdout).toBe('shapes.png\n  nothing found\n');
  });
});

describe('report', patience, () => {
  it('shows how well each class is found, and the worst images with both kinds of boxes', async () => {
    const [written] = await place.events(['report', 'run']);
    const page = await readFile(place.path('run', 'report.html'), 'utf8');
    expect(written).toMatchObject({ event: 'report', bytes: Buffer.byteLength(page) });
    expect(page).toMatch(/<b>0\.\d{3}<\/b><span>mean average precision<\/span>/);
    expect(page).toContain('triangle: average precision 0.');
    expect(page).toMatch(/alt="objects of test image \d+"/);
    expect(page).toMatch(/<figcaption>\d+ missed, \d+ wrong<\/figcaption>/);
    expect(page).not.toContain('Accuracy');
  });
});

describe('refused is', () => {
  it.each([
    [
      'train --model ssd --data cifar10',
      '--model ssd is for detection, but --data cifar10 is for classification; choose --model simple-cnn, lenet5,',
    ],
    [
      'train --model yolo --augment flip,cutmix',
      '--augment flip,cutmix was given with yolo; mixup and cutmix mix the classes of images, and a box is',
    ],
    [
      'train --model yolo --label-smoothing 0.1',
      '--label-smoothing was given with yolo, whose loss knows no such',
    ],
    [
      'evaluate --weights run --confusion',
      '--confusion was given with run/model.safetensors, which finds objects',
    ],
    [
      'evaluate --weights run --mirror',
      '--mirror was given with run/model.safetensors, which is for detection;',
    ],
    [
      'predict --weights run --top 2 shapes.png',
      '--top was given with run/model.safetensors, which finds objects;',
    ],
    ['predict --weights run --out run shapes.png', '--out got run, which exists and is not empty;'],
  ])('%s', async (args, message) => {
    const { code, stderr } = await place.run(args.split(' '));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
