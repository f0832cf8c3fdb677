import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeMnist } from '../test/fixtures.js';
import { Workplace } from '../test/run-cli.js';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(() => place.close());

async function configOf(run: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(place.path(run, 'config.json'), 'utf8'));
}

it('takes options from YAML, and what is typed wins over it, also where it is a default', async () => {
  await writeFile(
    place.path('run.yaml'),
    '# few images\ndata: synthetic\nlimit: 60\nepochs: 2\nbatchSize: 16\nvalidationSplit: 0.5\n',
  );
  const events = await place.events(
    'train --config run.yaml --epochs 1 --batch-size 32 --out typed'.split(' '),
  );
  expect(events.map(({ event }) => event)).toEqual(['start', 'epoch', 'end']);
  expect(events[0]).toMatchObject({ data: 'synthetic', trainSize: 30, validationSize: 30 });
  expect(await configOf('typed')).toMatchObject({ epochs: 1, batchSize: 32, limit: 60, seed: 42 });
});

it('sees paths from the folder of the file, and takes json and out from it', async () => {
  await writeMnist(place.path('settings/digits'));
  await writeFile(
    place.path('settings/mnist.json'),
    JSON.stringify({ data: 'mnist', dataDir: 'digits', epochs: 1, out: '../digits-run', json: true }),
  );
  const { code, stdout } = await place.run(['train', '--config', 'settings/mnist.json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({ data: 'mnist', trainSize: 48 });
  expect(await configOf('digits-run')).toMatchObject({ dataDir: place.path('settings/digits') });
});

it('takes the config.json of a run, and so does the same again', async () => {
  const first = '--data synthetic --limit 100 --epochs 1 --optimizer sgd --seed 3 --threads 1 --out first';
  const before = await place.events(['train', ...first.split(' ')]);
  const after = await place.events(['train', '--config', 'first/config.json', '--out', 'second']);
  const figures = (events: typeof before): unknown[] => events.map(({ loss, testLoss }) => [loss, testLoss]);
  expect(figures(after)).toEqual(figures(before));
  const [{ run: _, ...one }, { run: __, ...other }] = [await configOf('first'), await configOf('second')];
  expect(other).toEqual(one);
});
