import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from '../../test/run-cli.js';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(() => place.close());

describe('summary', () => {
  it('shows layers, shapes and totals, in full where there is no terminal', async () => {
    const { code, stdout } = await place.run(['summary', '--model', 'simple-cnn']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^conv2d \(Conv2D\) /m);
    expect(stdout).toContain('[null, 16, 16, 32]');
    expect(stdout).toContain('422,218 trainable');
  });

  it('gives the same as one object, for the data set and batch size that were chosen', async () => {
    const [description] = await place.events(['summary', '--data', 'mnist', '--batch-size', '8']);
    expect(description).toMatchObject({ batchSize: 8, parameters: { total: 315_146, trainable: 315_146 } });
  });

  it('goes by the size of images and the width that train can be given', async () => {
    const args = ['summary', '--model', 'unet', '--image-size', '128', '--filters', '4'];
    const { stdout } = await place.run(args);
    expect(stdout).toMatch(/^\S+ \(Conv2D\) +\[null, 128, 128, 4\] /m);
    const [description] = await place.events(['summary', '--model', 'resnet20', '--image-size', '64']);
    const [usual] = await place.events(['summary', '--model', 'resnet20']);
    expect(description!['parameters']).toEqual(usual!['parameters']);
    const flops = (of: typeof usual) => (of!['flops'] as { forward: number }).forward;
    expect(flops(description) / flops(usual)).toBeCloseTo(4, 1);
  });

  it('shows a saved model', async () => {
    await place.events(['train', '--data', 'synthetic', '--limit', '20', '--epochs', '1', '--out', 'run']);
    const { stdout } = await place.run(['summary', '--weights', 'run']);
    expect(stdout).toContain('422,218 trainable');
  });
});

describe('help', () => {
  it.each(['train', 'evaluate', 'summary', 'datasets'])('of %s has examples', async (command) => {
    const { code, stdout } = await place.run([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Examples:\n  # `);
    expect(stdout).toContain(`start ${command} `);
  });

  it('lists the many options of train below headings, and those of all commands last', async () => {
    const { stdout } = await place.run(['train', '--help']);
    expect(stdout.match(/^\w+:$/gm)).toEqual([
      'Options:',
      'Network:',
      'Images:',
      'Learning:',
      'Run:',
      'Help:',
      'Examples:',
    ]);
    const evaluate = (await place.run(['evaluate', '--help'])).stdout;
    expect(evaluate).toMatch(/ --weights <run\|file> .*\n(?: {3,}\w.*\n)*? {3,}.*\(required\)\n/);
    expect(evaluate).toMatch(/ --no-color .*\n(?: {3,}\w.*\n)* {2}-h, --help +show this help\n/);
  });

  it('is shown when nothing is asked for', async () => {
    const { code, stdout } = await place.run([]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: /);
  });
});
