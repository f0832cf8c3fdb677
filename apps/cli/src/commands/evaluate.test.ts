import { copyFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCifar, writeMnist } from '../../test/fixtures.js';
import { Workplace } from '../../test/run-cli.js';

let place: Workplace;
let trained: Record<string, unknown>;
beforeAll(async () => {
  place = await Workplace.open();
  await writeCifar(place.path('photographs'));
  await writeMnist(place.path('digits'));
  const args = ['train', '--data-dir', 'photographs', '--epochs', '1', '--out', 'run'];
  trained = (await place.events(args)).at(-1)!;
  await copyFile(place.path('run/model.safetensors'), place.path('copy.safetensors'));
  const synthetic = ['train', '--data', 'synthetic', '--limit', '20', '--epochs', '1', '--out', 'drawn'];
  await place.events(synthetic);
  const grey = ['train', '--data', 'mnist', '--data-dir', 'digits', '--epochs', '1', '--out', 'grey'];
  await place.events(grey);
});
afterAll(() => place.close());

describe('evaluate', () => {
  it('finds the data that a run was trained on, and its test figures', async () => {
    const [end] = await place.events(['evaluate', '--weights', 'run']);
    expect(Object.keys(end!)).toEqual(Object.keys(trained));
    expect([end!['testLoss'], end!['testAccuracy']]).toEqual([trained['testLoss'], trained['testAccuracy']]);
  });

  it('takes a file, and says so in a line', async () => {
    const args = ['evaluate', '--weights', 'copy.safetensors', '--data-dir', 'photographs', '--limit', '10'];
    const { code, stdout } = await place.run(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^copy\.safetensors on 10 test images of cifar10: {2}loss \d.*accuracy .* images\/s\n$/,
    );
  });

  it('counts what was taken for what, in a table, and in JSON', async () => {
    const args = ['evaluate', '--weights', 'run', '--confusion'];
    const [{ classNames, confusionMatrix, ...end }] = (await place.events(args)) as [
      { classNames: string[]; confusionMatrix: number[][]; testAccuracy: number },
    ];
    expect(Object.keys(end)).toEqual(Object.keys(trained));
    expect(classNames).toHaveLength(10);
    const images = confusionMatrix.flat().reduce((a, b) => a + b);
    const right = confusionMatrix.reduce((sum, row, k) => sum + row[k]!, 0);
    expect(right / images).toBeCloseTo(end.testAccuracy, 6);
    const { stdout } = await place.run(args);
    const [summary, blank, head, ...rows] = stdout.trimEnd().split('\n');
    expect(summary).toContain('accuracy');
    expect(blank).toBe('');
    expect(head).toMatch(/^taken for +0 +1 .* recall$/);
    expect(rows).toHaveLength(10);
    expect(rows[3]).toMatch(new RegExp(`^3 cat +${confusionMatrix[3]!.join(' +')} `));
  });

  it('tells how good two looks at each image are', async () => {
    const args = ['evaluate', '--weights', 'run', '--mirror'];
    const [{ testMirrorAccuracy, ...end }] = (await place.events(args)) as [Record<string, number>];
    expect(Object.keys(end)).toEqual(Object.keys(trained));
    expect(testMirrorAccuracy).toBeGreaterThan(0);
    expect(testMirrorAccuracy).toBeLessThanOrEqual(1);
    const { stdout } = await place.run(args);
    expect(stdout).toContain(`\nwith mirror images: accuracy ${(100 * testMirrorAccuracy!).toFixed(1)} %`);
  });

  it('judges a run as the run judged itself: on as many images, with the same loss', async () => {
    const args = ['train', '--data', 'synthetic', '--epochs', '1', '--label-smoothing', '0.3'];
    const end = (await place.events([...args, '--limit', '60', '--out', 'limited'])).at(-1)!;
    const [again] = await place.events(['evaluate', '--weights', 'limited']);
    expect([again!['testLoss'], again!['testAccuracy']]).toEqual([end['testLoss'], end['testAccuracy']]);
    // The file alone says nothing of smoothing.
    const bare = ['evaluate', '--weights', 'limited/model.safetensors', '--limit', '60'];
    const [plain] = await place.events(bare);
    expect(plain!['testAccuracy']).toBe(end['testAccuracy']);
    expect(plain!['testLoss']).not.toBe(end['testLoss']);
  });

  it('refuses images of another shape in one sentence', async () => {
    const args = ['evaluate', '--weights', 'run', '--data', 'mnist', '--data-dir', 'digits'];
    const { code, stdout, stderr } = await place.run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'error: The images of mnist have the shape [28, 28, 1], but run/model.safetensors takes [32, 32, 3]; choose --data cifar10, which it was trained on.\n',
    );
  });

  it('says what can be done about files that cannot be had, which is not to take other images', async () => {
    const { code, stderr } = await place.run(['evaluate', '--weights', 'grey', '--data', 'fashion-mnist']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /; connect and run again, name a folder .* or name a copy's address in CNN_MIRROR\.$/m,
    );
  });

  // Nothing can be downloaded here: whatever tries to says so, and not what is expected.
  it.each([
    [
      'grey',
      'cifar10',
      'The images of cifar10 have the shape [32, 32, 3], but grey/model.safetensors takes [28, 28, 1]; choose --data mnist, which it was trained on.',
    ],
    [
      'drawn',
      'cifar100',
      'cifar100 has 100 classes, but drawn/model.safetensors tells 10 apart; choose --data synthetic, which it was trained on.',
    ],
    [
      'grey',
      'synthetic-masks',
      'synthetic-masks is for segmentation, but grey/model.safetensors is for classification; choose --data mnist, which it was trained on.',
    ],
  ])('refuses %s on %s before anything is downloaded', async (weights, data, sentence) => {
    const { code, stderr } = await place.run(['evaluate', '--weights', weights, '--data', data]);
    expect([code, stderr]).toEqual([2, `error: ${sentence}\n`]);
  });
});
