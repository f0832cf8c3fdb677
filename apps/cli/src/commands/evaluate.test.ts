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

  it('judges a run as the run judged itself: on as many images, with the same loss', async () => {
    const args = ['train', '--data', 'synthetic', '--epochs', '1', '--label-smoothing', '0.3'];
    const end = (await place.events([...args, '--limit', '60', '--out', 'limited'])).at(-1)!;
    const [again] = await place.events(['evaluate', '--weights', 'limited']);
    expect([again!['testLoss'], again!['testAccuracy']]).toEqual([end['testLoss'], end['testAccuracy']]);
    const { stdout } = await place.run(['evaluate', '--weights', 'limited']);
    expect(stdout).toContain(' on 60 test images of synthetic');
    const all = await place.run(['evaluate', '--weights', 'limited', '--limit', '80']);
    expect(all.stdout).toContain(' on 80 test images of synthetic');
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
});
