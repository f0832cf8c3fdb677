import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from '../../test/run-cli.js';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(() => place.close());

describe('models', () => {
  it('lists what can be trained, and how large it is', async () => {
    const { code, stdout } = await place.run(['models']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^simple-cnn .*\n +classification of cifar10: 422,218 parameters, 9\.80 million operations an image$/m,
    );
    expect(stdout).toMatch(
      /^resnet20 .*\n +classification of cifar10: 271,098 parameters, 81\.1 million operations an image$/m,
    );
    expect(stdout).toMatch(/^.*summary --model NAME --data NAME shows the layers/m);
  });

  it('gives the same as objects, for other images', async () => {
    const rows = await place.events(['models', '--data', 'mnist', '--json']);
    expect(rows).toHaveLength(19);
    expect(rows[1]).toMatchObject({ name: 'lenet5', parameters: 61_706 });
    expect(rows[13]).toMatchObject({ name: 'fcn8s', task: 'segmentation', data: 'synthetic-masks' });
    expect(rows.at(-1)).toMatchObject({ name: 'ssd300', task: 'detection', data: 'synthetic-boxes' });
    expect(rows[3]).toMatchObject({ name: 'vgg16', about: expect.stringContaining('3×3') });
  });
});
