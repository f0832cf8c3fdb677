import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { statistics, synthetic } from '@cnn/datasets';
import { loadModel } from '@cnn/layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCifar, writeMnist } from '../../test/fixtures.js';
import { outcome, Workplace } from '../../test/run-cli.js';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(() => place.close());

const small = ['train', '--data', 'synthetic', '--limit', '200'];

describe('train --json', () => {
  it('writes start, one epoch a line, and end, each with its keys in order', async () => {
    const events = await place.events([...small, '--epochs', '2', '--threads', '2', '--out', 'events']);
    expect(events.map(({ event }) => event)).toEqual(['start', 'epoch', 'epoch', 'end']);
    const [start, first, , end] = events;
    expect(Object.keys(start!).join()).toBe(
      'event,model,data,parameters,threads,variant,trainSize,validationSize',
    );
    expect(start).toMatchObject({
      model: 'simple-cnn',
      data: 'synthetic',
      parameters: 422_218,
      threads: 2,
      trainSize: 160,
      validationSize: 40,
    });
    expect(Object.keys(first!).join()).toBe(
      'event,epoch,loss,accuracy,valLoss,valAccuracy,seconds,imagesPerSecond',
    );
    expect(first).toMatchObject({ epoch: 1 });
    expect(Object.keys(end!).join()).toBe('event,testLoss,testAccuracy,seconds,imagesPerSecond,peakMemoryMB');
    const { event: _, ...figures } = end as Record<string, number>;
    for (const figure of Object.values(figures)) expect(figure).toBeGreaterThan(0);
  });

  it('gives the same figures to the last digit with one thread, with two, and again', async () => {
    const training = [...small, '--epochs', '2', '--seed', '7'];
    const losses = async (threads: string, out: string): Promise<unknown[]> => {
      const events = await place.events([...training, '--threads', threads, '--out', out]);
      return events
        .slice(1)
        .map(({ loss, accuracy, valLoss, valAccuracy, testLoss }) => [
          loss,
          accuracy,
          valLoss,
          valAccuracy,
          testLoss,
        ]);
    };
    const once = await losses('1', 'same1');
    expect(once).toHaveLength(3);
    expect(await losses('2', 'same2')).toEqual(once);
    expect(await losses('2', 'same3')).toEqual(once);
  });

  it('has null for the validation when there is none', async () => {
    const args = [...small, '--epochs', '1', '--validation-split', '0', '--out', 'unvalidated'];
    const [start, epoch] = await place.events(args);
    expect(start).toMatchObject({ trainSize: 200, validationSize: 0 });
    expect(epoch).toMatchObject({ valLoss: null, valAccuracy: null });
  });
});

describe('train', () => {
  it('says plain lines where there is no terminal, and keeps config, history and weights', async () => {
    const args = [
      ...small,
      '--epochs',
      '2',
      '--optimizer',
      'sgd',
      '--learning-rate',
      '0.02',
      '--out',
      'kept',
    ];
    const { code, stdout, stderr } = await place.run(args);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(
      /^simple-cnn \(422,218 parameters\) on synthetic: 160 images to train, 40 to validate/,
    );
    expect(lines[1]).toMatch(/^epoch 1\/2 {2}loss \d\.\d{4} {2}accuracy \d+\.\d % {2}val loss .* images\/s$/);
    expect(lines[3]).toMatch(/^test {2}loss/);
    expect(lines[4]).toContain('evaluate --weights kept');
    expect((await readdir(place.path('kept'))).sort()).toEqual([
      'checkpoint.safetensors',
      'config.json',
      'history.json',
      'model.safetensors',
    ]);
    const config = JSON.parse(await readFile(place.path('kept/config.json'), 'utf8'));
    expect(config).toMatchObject({
      data: 'synthetic',
      limit: 200,
      optimizer: 'sgd',
      learningRate: 0.02,
      seed: 42,
    });
    const history = JSON.parse(await readFile(place.path('kept/history.json'), 'utf8'));
    expect(history.epochs).toHaveLength(2);
    expect(history.test.accuracy).toBeGreaterThan(0);
  });

  it('trains as the config of a run says: optimizer, decay, clipping, schedule', async () => {
    const few = ['train', '--data', 'synthetic', '--limit', '60'];
    const how =
      '--optimizer sgd --learning-rate 0.05 --momentum 0.9 --nesterov --weight-decay 1e-3 --clip-norm 2 --schedule piecewise --milestones 2,3 --warmup 1';
    const once = await place.events([...few, ...how.split(' '), '--epochs', '3', '--out', 'recipe']);
    const config = JSON.parse(await readFile(place.path('recipe/config.json'), 'utf8'));
    expect(config).toMatchObject({
      optimizer: 'sgd',
      learningRate: 0.05,
      momentum: 0.9,
      nesterov: true,
      weightDecay: 0.001,
      clipNorm: 2,
      schedule: 'piecewise',
      milestones: [2, 3],
      warmup: 1,
    });
    const again = async (...changes: string[]): Promise<unknown[]> => {
      const out = `recipe-${changes.join('')}`;
      const events = await place.events([
        'train',
        '--config',
        'recipe/config.json',
        '--out',
        out,
        ...changes,
      ]);
      return events.map(({ loss }) => loss);
    };
    const losses = once.map(({ loss }) => loss);
    expect(await again()).toEqual(losses);
    expect(await again('--weight-decay', '0.5')).not.toEqual(losses);
    expect(await again('--clip-norm', '0.01')).not.toEqual(losses);
  });

  it.each(['adamw', 'rmsprop', 'adagrad', 'lion'])('trains with %s', async (optimizer) => {
    const how = ['--optimizer', optimizer, '--learning-rate', '3e-4', '--epochs', '2', '--out', optimizer];
    const [, first, second] = await place.events([...small, ...how]);
    expect(second!['loss']).toBeLessThan(first!['loss'] as number);
  });

  it('averages weights and gradients, and stops early, as the config says', async () => {
    const how =
      '--accumulate 3 --ema 0.9 --early-stopping 1 --schedule cosine --epochs 30 --learning-rate 0.02';
    const events = await place.events([...small, ...how.split(' '), '--out', 'averaged']);
    const config = JSON.parse(await readFile(place.path('averaged/config.json'), 'utf8'));
    expect(config).toMatchObject({ accumulate: 3, ema: 0.9, earlyStopping: 1 });
    const losses = events.filter(({ event }) => event === 'epoch').map(({ valLoss }) => valLoss as number);
    expect(losses.length).toBeLessThan(30);
    expect(losses.at(-1)).toBeGreaterThan(Math.min(...losses));
    const [evaluated] = await place.events(['evaluate', '--weights', 'averaged']);
    expect(evaluated!['testLoss']).toBe(events.at(-1)!['testLoss']);
  });

  it('writes logs into the folder, for TensorBoard too', async () => {
    const how = [
      '--log',
      'csv,ndjson,tensorboard',
      '--reduce-lr-on-plateau',
      '--epochs',
      '2',
      '--out',
      'logged',
    ];
    const events = await place.events([...small, ...how]);
    const text = (name: string): Promise<string> => readFile(place.path(`logged/${name}`), 'utf8');
    const [head, ...rows] = (await text('log.csv')).trim().split('\n');
    expect(head).toBe('epoch,loss,accuracy,valLoss,valAccuracy,learningRate');
    const losses = events.filter(({ event }) => event === 'epoch').map(({ loss }) => loss);
    expect(rows.map((row) => Number(row.split(',')[1]))).toEqual(losses);
    const lines = (await text('log.ndjson')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).loss)).toEqual(losses);
    for (const part of ['train', 'validation']) {
      const [file] = await readdir(place.path(`logged/tensorboard/${part}`));
      expect(file).toMatch(/^events\.out\.tfevents\./);
      expect(await text(`tensorboard/${part}/${file}`)).toContain('brain.Event:2');
    }
    const config = JSON.parse(await text('config.json'));
    expect(config).toMatchObject({ log: ['csv', 'ndjson', 'tensorboard'], reduceLrOnPlateau: 10 });
  });

  it('ends when the loss is no number any more, says where, and keeps no such weights', async () => {
    const how = '--optimizer sgd --learning-rate 1e30 --epochs 3 --out diverged'.split(' ');
    const { code, stderr } = await place.run([...small, ...how]);
    expect(stderr).toMatch(
      /error: the loss became (NaN|Infinity|-Infinity) in epoch 1, step \d+: .*--clip-norm 1\.$/m,
    );
    expect(code).toBe(1);
    expect((await readdir(place.path('diverged'))).sort()).toEqual(['config.json', 'history.json']);
  });

  it('makes a folder of its own below runs, seen from where pnpm was called', async () => {
    await place.events([...small, '--epochs', '1'], {
      INIT_CWD: place.path('elsewhere'),
    });
    const [run] = await readdir(place.path('elsewhere/runs'));
    expect(run).toMatch(/^simple-cnn-synthetic-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/);
  });

  it('reads files from a folder, and data sets with other shapes', async () => {
    await writeMnist(place.path('digits'));
    const args = 'train --data mnist --data-dir digits --epochs 1 --out mnist-run'.split(' ');
    expect((await place.events(args))[0]).toMatchObject({ data: 'mnist', trainSize: 48, validationSize: 12 });
  });

  it('takes --data-dir alone for CIFAR-10', async () => {
    await writeCifar(place.path('photographs'));
    const args = ['train', '--data-dir', 'photographs', '--epochs', '1', '--out', 'cifar-run'];
    expect((await place.events(args))[0]).toMatchObject({ data: 'cifar10', trainSize: 80 });
  });

  it('uses what is in the cache', async () => {
    await writeMnist(place.path('cache/mnist'));
    const args = ['train', '--data', 'mnist', '--epochs', '1', '--out', 'cached'];
    expect((await place.events(args))[0]).toMatchObject({ data: 'mnist', trainSize: 48 });
  });

  it('falls back to the synthetic set with one line, when nothing was asked for and CIFAR-10 cannot be had', async () => {
    const { code, stdout, stderr } = await place.run(['train', '--limit', '40', '--epochs', '1', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({ data: 'synthetic', trainSize: 32 });
    const [line, ...more] = stderr.trimEnd().split('\n');
    expect(line).toMatch(
      /^note: CIFAR-10 is not on this machine and 127\.0\.0\.1:65535 could not be reached \(\w+\); training .* synthetic/,
    );
    expect(more.join()).toMatch(/^saved to /);
  });

  it('does not wait long for a server that does not answer', async () => {
    const silent = createServer(() => {});
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const mirror = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    const began = performance.now();
    await place.events(['train', '--limit', '40', '--epochs', '1'], {
      CNN_MIRROR: mirror,
    });
    expect(performance.now() - began).toBeLessThan(20_000);
    silent.closeAllConnections();
    silent.close();
  });

  it('ends in silence when nobody reads on, as head does', async () => {
    const child = place.start([...small, '--epochs', '50', '--out', 'piped']);
    child.stdout!.once('data', () => child.stdout!.destroy());
    const { code, stderr } = await outcome(child);
    expect([code, stderr]).toEqual([0, '']);
    expect(await readdir(place.path('piped'))).toContain('model.safetensors');
  });

  it('has no colour in a pipe, unless it is forced, and none with --no-color', async () => {
    const args = [...small, '--epochs', '1', '--limit', '40'];
    const esc = String.fromCharCode(27);
    const coloured = await place.run([...args, '--out', 'colour1'], { FORCE_COLOR: '1' });
    expect(coloured.stdout).toContain(esc);
    const plain = await place.run([...args, '--out', 'colour2', '--no-color'], { FORCE_COLOR: '1' });
    expect(plain.stdout).not.toContain(esc);
  });
});

describe('train --augment --normalize', () => {
  const few = ['--data', 'synthetic', '--limit', '80'];

  it('gives the same figures with any number of threads, and again from config.json', async () => {
    const args = ['train', ...few, '--epochs', '1', '--augment', 'flip,crop:3', '--normalize'];
    const [, ...once] = await place.events([...args, '--threads', '1', '--out', 'augmented']);
    const config = JSON.parse(await readFile(place.path('augmented/config.json'), 'utf8'));
    expect(config).toMatchObject({ augment: ['flip', 'crop:3'], normalize: true });
    const again = [
      'train',
      '--config',
      'augmented/config.json',
      '--threads',
      '2',
      '--out',
      'augmented again',
    ];
    const [, ...twice] = await place.events(again);
    const figures = (events: typeof once) =>
      events.map(({ loss, valLoss, testLoss }) => [loss, valLoss, testLoss]);
    expect(figures(twice)).toEqual(figures(once));

    const [end] = await place.events(['evaluate', '--weights', 'augmented', '--threads', '1']);
    expect(end).toMatchObject({ testLoss: once.at(-1)!['testLoss'] });
    const model = loadModel(await readFile(place.path('augmented/model.safetensors')));
    const { mean, variance } = model.layers[0]!.getConfig() as { mean: number[]; variance: number[] };
    const { train } = synthetic({ trainCount: 64, testCount: 1 });
    expect({ mean, variance }).toEqual(statistics(train));
  });

  it('mixes labels, and tests with the same loss as without', async () => {
    const args = ['train', ...few, '--epochs', '1', '--augment', 'rotate,color:0.1,mixup:0.4,cutmix'];
    const events = await place.events([...args, '--out', 'mixed']);
    const [end] = await place.events(['evaluate', '--weights', 'mixed']);
    expect(end!['testLoss']).toBeCloseTo(events.at(-1)!['testLoss'] as number, 5);
    expect(end!['testAccuracy']).toBe(events.at(-1)!['testAccuracy']);
  });
});

describe('what train advises', () => {
  it('is a command that a shell runs as it stands, whatever the folder is called', async () => {
    const { stdout } = await place.run([...small, '--epochs', '1', '--out', "today's run"]);
    expect(stdout).toMatch(/^saved to today's run; to evaluate again: .* --weights 'today'\\''s run'$/m);
  });
});

describe('train, interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends after the step on %s, saves, and says how to go on',
    async (signal) => {
      const child = place.start([...small, '--augment', 'flip', '--epochs', '10000', '--out', signal]);
      child.stdout!.once('data', () => setTimeout(() => child.kill(signal), 300));
      const { code, stderr } = await outcome(child);
      expect(code).toBe(130);
      expect(stderr).toMatch(
        /ending after this step.*\n.*stopped in epoch \d+, step \d+; .* evaluate --weights SIG/,
      );
      expect(await place.events(['evaluate', '--weights', signal, '--limit', '50'])).toMatchObject([
        { event: 'end' },
      ]);
    },
  );
});
