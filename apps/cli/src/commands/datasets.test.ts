import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeMnist } from '../../test/fixtures.js';
import { Workplace } from '../../test/run-cli.js';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
  await writeMnist(place.path('cache/mnist'));
});
afterAll(() => place.close());

describe('datasets', () => {
  it('lists what there is, and what of it is here', async () => {
    const { code, stdout } = await place.run(['datasets']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^cifar10 .*\n +not here; 170\.1 MB to download$/m);
    expect(stdout).toMatch(/^mnist .*\n +here, 62\.8 kB in .*cache.mnist$/m);
    expect(stdout).toMatch(/^synthetic .*\n +built in$/m);
  });

  it('gives the same as objects', async () => {
    const rows = await place.events(['datasets']);
    expect(rows).toHaveLength(8);
    expect(rows[7]).toMatchObject({ name: 'folder', downloadBytes: null, cachedBytes: null });
    expect(rows[2]).toMatchObject({
      name: 'mnist',
      cachedBytes: 62_848,
      folder: place.path('cache', 'mnist'),
    });
    expect(rows[4]).toMatchObject({
      name: 'synthetic',
      folder: null,
      cachedBytes: null,
      downloadBytes: null,
    });
  });

  it('fetches nothing that is here', async () => {
    const { code, stdout } = await place.run(['datasets', '--fetch', 'mnist']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^mnist: 60 training and 20 test images in /);
  });

  it('says how to get on when a data set cannot be fetched', async () => {
    const { code, stderr } = await place.run(['datasets', '--fetch', 'fashion-mnist']);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: fashion-mnist is not on this machine and 127\.0\.0\.1:65535 could not be reached \(\w+\); connect and run again or name a copy's address in CNN_MIRROR\.\n$/,
    );
  });
});
