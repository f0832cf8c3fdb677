import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFile,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { readSafetensors, writeSafetensors } from '@cnn/layers';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcome, Workplace } from '../../test/run-cli.js';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(() => place.close());

/** Randomness of every kind: shuffling, augmentation, a schedule over the steps. */
const recipe =
  '--model lenet5 --data synthetic --limit 200 --batch-size 16 --augment flip,crop:4 --schedule cosine --threads 1 --log csv,ndjson,tensorboard'.split(
    ' ',
  );
const training = ['train', ...recipe, '--checkpoint-every', '3steps'];

/** Whatever a run leaves that does not depend on the clock. */
async function left(run: string): Promise<{ weights: Buffer; figures: unknown }> {
  const history = JSON.parse(await readFile(place.path(run, 'history.json'), 'utf8'));
  for (const epoch of history.epochs) {
    delete epoch.seconds;
    delete epoch.imagesPerSecond;
  }
  return { weights: await readFile(place.path(run, 'model.safetensors')), figures: history };
}

/** The lines of logs, which have no times. */
async function logsOf(run: string): Promise<string[]> {
  return Promise.all(['log.csv', 'log.ndjson'].map((name) => readFile(place.path(run, name), 'utf8')));
}

/** How many epochs TensorBoard's files tell of: all records but the one at the head of each file. */
async function loggedToTensorBoard(run: string): Promise<number> {
  const folder = place.path(run, 'tensorboard/train');
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(`${folder}/${name}`)));
  const records = files.map((bytes) => {
    let count = 0;
    // A record: its length in eight bytes, four of a checksum, the contents, four of another.
    for (let at = 0; at < bytes.length; at += 16 + Number(bytes.readBigUInt64LE(at))) count++;
    return count - 1;
  });
  return records.reduce((sum, count) => sum + count, 0);
}

/** When the run last wrote a checkpoint. */
async function checkpointTime(run: string): Promise<number> {
  const found = await stat(place.path(run, 'checkpoint.safetensors')).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}

/** Lets a run go on until some time after it has written a checkpoint, and ends it as nothing else does. */
async function kill(child: ChildProcess, run: string): Promise<void> {
  const before = await checkpointTime(run);
  while ((await checkpointTime(run)) === before && child.exitCode === null) await setTimeout(2);
  await setTimeout(Math.random() * 40);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
}

// Several runs one after the other, on a machine that may be busy.
const patience = { timeout: 120_000 };

describe('train --resume', patience, () => {
  it('comes to the same bits when it was killed at any three moments as when it was not', async () => {
    const undisturbed = place.run([...training, '--epochs', '4', '--out', 'undisturbed']);
    await kill(place.start([...training, '--epochs', '4', '--out', 'killed']), 'killed');
    await kill(place.start(['train', '--resume', 'killed']), 'killed');
    await kill(place.start(['train', '--resume', 'killed']), 'killed');
    const { code, stdout, stderr } = await place.run(['train', '--resume', 'killed']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^epoch 4\/4 /m);
    expect((await undisturbed).code).toBe(0);
    const [one, other] = [await left('undisturbed'), await left('killed')];
    expect(other.figures).toEqual(one.figures);
    expect(other.weights.equals(one.weights)).toBe(true);
    // The logs tell of each epoch once, whatever was written after the checkpoints.
    expect(await logsOf('killed')).toEqual(await logsOf('undisturbed'));
    expect(await loggedToTensorBoard('killed')).toBe(4);
  });

  it('waits for nobody: while another process trains in the folder it refuses, and not any more when that was killed', async () => {
    const child = place.start([...training, '--epochs', '500', '--out', 'busy']);
    while ((await checkpointTime('busy')) === 0) await setTimeout(5);
    const second = await place.run(['train', '--resume', 'busy']);
    expect(second.stderr).toContain(
      `Another process (pid ${child.pid}) trains in busy at this moment, and both would write the same`,
    );
    expect(second.code).toBe(2);
    await kill(child, 'busy');
    const third = place.start(['train', '--resume', 'busy']);
    await kill(third, 'busy');
  });

  it('goes on after Ctrl-C from the step that was being taken, in the words that it was told', async () => {
    const child = place.start([...training.slice(0, -2), '--epochs', '3', '--out', 'stopped']);
    child.stdout!.once('data', () => child.kill('SIGINT'));
    const { code, stderr } = await outcome(child);
    expect(code).toBe(130);
    const [, advice] = /stopped in epoch 1, step \d+; to go on: .* (train --resume stopped); /.exec(stderr)!;
    expect((await place.run(advice!.split(' '))).code).toBe(0);
    await place.run([...training, '--epochs', '3', '--out', 'not-stopped']);
    const [one, other] = [await left('not-stopped'), await left('stopped')];
    expect(other.figures).toEqual(one.figures);
    expect(other.weights.equals(one.weights)).toBe(true);
  });

  it('goes on with a complete run that was killed as soon as it trained for more epochs', async () => {
    const few = 'train --data synthetic --limit 60 --threads 1 --epochs 1 --out complete';
    await place.run(few.split(' '));
    const read = async (file: string) => JSON.parse(await readFile(place.path('complete', file), 'utf8'));
    expect((await read('history.json')).test).not.toBeNull();
    const child = place.start('train --resume complete --epochs 400'.split(' '));
    while ((await read('config.json')).epochs === 1 && child.exitCode === null) await setTimeout(1);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect((await read('history.json')).test).toBeNull();
    await kill(place.start('train --resume complete'.split(' ')), 'complete');
  });

  it('says so when early stopping has ended a run, and would again', async () => {
    const stopping = 'train --data synthetic --limit 30 --threads 1 --learning-rate 0.3 --early-stopping 1';
    await place.run([...stopping.split(' '), '--epochs', '30', '--out', 'early-stopped']);
    const { code, stderr } = await place.run('train --resume early-stopped --epochs 40'.split(' '));
    expect(stderr).toMatch(
      /early-stopped was ended by --early-stopping 1 after epoch \d+, and would be again,/,
    );
    expect(code).toBe(2);
  });

  it('trains a complete run for more epochs, in the same folder', async () => {
    const constant = ['train', '--data', 'synthetic', '--limit', '60', '--threads', '1'];
    await place.run([...constant, '--epochs', '1', '--out', 'longer']);
    const events = await place.events('train --resume longer --epochs 2'.split(' '));
    expect(events.map(({ event, epoch }) => [event, epoch])).toEqual([
      ['start', undefined],
      ['epoch', 2],
      ['end', undefined],
    ]);
    await place.run([...constant, '--epochs', '2', '--out', 'long']);
    const [one, other] = [await left('long'), await left('longer')];
    expect(other.figures).toEqual(one.figures);
    expect(other.weights.equals(one.weights)).toBe(true);
    const config = JSON.parse(await readFile(place.path('longer', 'config.json'), 'utf8'));
    expect(config).toMatchObject({ epochs: 2, run: { trainSize: 48 } });
    expect(config.run.resumedAt > config.run.startedAt).toBe(true);
  });
});

describe('train --resume says', patience, () => {
  const short = 'train --model lenet5 --data synthetic --limit 40 --batch-size 8 --threads 1'.split(' ');

  it('what stretching a schedule does to the learning rate', async () => {
    await place.run([...short, '--epochs', '2', '--schedule', 'cosine', '--out', 'cosine']);
    const { code, stderr } = await place.run('train --resume cosine --epochs 4'.split(' '));
    expect(stderr).toBe(
      'note: the schedule cosine of 2 epochs stretches over 4: after epoch 2 the learning rate goes on at 0.0005, where it was to be 0, and the loss may rise before it falls again.\n',
    );
    expect(code).toBe(0);
  });

  it('what to do on a full disk, and goes on when there is space', async () => {
    await place.run([...short, '--epochs', '1', '--out', 'full']);
    await symlink('/dev/full', place.path('full/model.safetensors.new'));
    const { code, stderr } = await place.run('train --resume full --epochs 2'.split(' '));
    expect(stderr).toMatch(
      /^note: stopped in epoch 2, step \d+; what was saved before stays; to go on from there: .* train --resume full\nerror: full\/model\.safetensors cannot be written, because no space is left on its disk \(ENOSPC\); free some, or choose another place\.\n$/,
    );
    expect(code).toBe(1);
    expect((await readdir(place.path('full'))).filter((name) => name.endsWith('.new'))).toEqual([]);
    expect((await place.run('train --resume full'.split(' '))).code).toBe(0);
  });

  it('what to do with a checkpoint of another version', async () => {
    await place.run([...short, '--epochs', '1', '--out', 'old']);
    const file = place.path('old/checkpoint.safetensors');
    const { tensors, metadata } = readSafetensors(await readFile(file));
    const note = JSON.parse(metadata['training']!);
    note.fit.callbacks.pop();
    await writeFile(
      file,
      writeSafetensors({ tensors, metadata: { ...metadata, training: JSON.stringify(note) } }),
    );
    const before = await left('old');
    const { code, stderr } = await place.run('train --resume old --epochs 2'.split(' '));
    expect(stderr).toMatch(
      /old\/checkpoint\.safetensors is of another version of this program, .* train --config old\/config\.json\. .*evaluate --weights old/,
    );
    expect(code).toBe(2);
    expect(await left('old')).toEqual(before);
  });
});

describe('train --resume with images of a folder', patience, () => {
  const picture = (grey: number): Uint8Array =>
    encode({ width: 8, height: 8, channels: 1, data: new Uint8Array(64).fill(grey) });

  it('goes on where they are now, if they are the same', async () => {
    for (const [name, grey] of [
      ['dark', 10],
      ['light', 200],
    ] as const) {
      await mkdir(place.path('tones', name), { recursive: true });
      for (let i = 0; i < 10; i++) await writeFile(place.path('tones', name, `${i}.png`), picture(grey + i));
    }
    const options = '--model lenet5 --data folder --data-dir tones --image-size 32 --epochs 1 --out toned';
    expect((await place.run(['train', ...options.split(' ')])).stderr).toBe('');
    await rename(place.path('tones'), place.path('moved'));
    const moved = await place.run('train --resume toned --epochs 2 --data-dir moved'.split(' '));
    expect([moved.code, moved.stderr]).toEqual([0, '']);
    await writeFile(place.path('moved/dark/3.png'), picture(99));
    const other = await place.run('train --resume toned --epochs 3'.split(' '));
    expect(other.stderr).toMatch(
      /images from .*moved.* are not those that the run in toned was started with \(others\), so it cannot go on/,
    );
    await rm(place.path('moved/dark/4.png'));
    const fewer = await place.run('train --resume toned --epochs 3'.split(' '));
    expect(fewer.stderr).toMatch(/started with \(19, then 20\)/);
    expect([other.code, fewer.code]).toEqual([2, 2]);
  });
});

describe('train --resume refuses', () => {
  beforeAll(async () => {
    const small = 'train --model lenet5 --data synthetic --limit 20 --epochs 2 --batch-size 8';
    await place.run([...small.split(' '), '--out', 'run']);
    await cp(place.path('run'), place.path('damaged'), { recursive: true });
    const checkpoint = await readFile(place.path('run/checkpoint.safetensors'));
    await writeFile(place.path('damaged/checkpoint.safetensors'), checkpoint.subarray(0, 9000));
    await cp(place.path('run'), place.path('early'), { recursive: true });
    await rm(place.path('early/checkpoint.safetensors'));
    await cp(place.path('run'), place.path('swapped'), { recursive: true });
    const config = JSON.parse(await readFile(place.path('run/config.json'), 'utf8'));
    await writeFile(place.path('swapped/config.json'), JSON.stringify({ ...config, model: 'simple-cnn' }));
    await cp(place.path('run'), place.path('model-only'), { recursive: true });
    await copyFile(place.path('run/model.safetensors'), place.path('model-only/checkpoint.safetensors'));
  });

  it.each([
    ['--resume run', /run is complete, trained for 2 epochs and tested; .* --epochs 4\./],
    ['--resume run --epochs 1', /run is complete, trained for 2 epochs/],
    [
      '--resume run --epochs 3 --batch-size 16',
      /--batch-size got 16, but the run in run was started with 8; .* --config run\/config\.json --batch-size 16\./,
    ],
    ['--resume run --epochs 3 --limit 30 --batch-size 8', /--limit got 30, .* started with 20;/],
    ['--resume run --epochs 3 --momentum 0.9', /--momentum got 0\.9, .* started without it;/],
    ['--resume run --epochs 3 --out other', /--out was given with --resume, which goes on in run;/],
    ['--resume run --config run/config.json', /--config was given with --resume/],
    ['--resume nowhere', /nowhere is no run, because it does not exist;/],
    ['--resume .', /is no run, because it has no config\.json;/],
    ['--resume early --epochs 3', /early has no checkpoint\.safetensors to go on from/],
    ['--resume damaged --epochs 3', /no intact safetensors file/],
    ['--resume model-only --epochs 3', /no 'training' among its notes/],
    ['--resume swapped --epochs 3', /one of another model or optimizer: .*conv2d/],
    [
      '--resume run --epochs 3 --checkpoint-every 5weeks',
      /--checkpoint-every got '5weeks'; expected a number of epochs or steps, for example --checkpoint-every 500steps\./,
    ],
  ])('train %s', async (args, sentence) => {
    const run = /--resume (\w+)/.exec(args)?.[1];
    const before = run === 'run' ? await left('run') : undefined;
    const { code, stdout, stderr } = await place.run(['train', ...args.split(' ')]);
    expect(stderr).toMatch(sentence);
    expect([code, stdout]).toEqual([2, '']);
    if (before) expect(await left('run')).toEqual(before);
  });
});
