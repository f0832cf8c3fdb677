import { ConfigError, Session } from '@cnn/tensor';
import { PbfReader } from 'pbf';
import { afterAll, expect, test } from 'vitest';
import { linear, plane } from '../../test/toys.js';
import { compile } from '../compile.js';
import type { History } from '../history.js';
import { sgd } from '../optimizers/sgd.js';
import type { Callback } from './callback.js';
import { csvLogger } from './csv-logger.js';
import { crc32c } from './event-file.js';
import { ndjsonLogger } from './ndjson-logger.js';
import { tensorBoard } from './tensor-board.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

/** Keeps all that is appended. */
class Memory<T> {
  readonly parts: T[] = [];

  async append(part: T): Promise<void> {
    this.parts.push(part);
  }
}

const rates = [0.1, 0.05, 0.025];

/** Three epochs of one step each, with validation. */
async function trained(callbacks: readonly Callback[], resume?: Uint8Array): Promise<History> {
  const optimizer = sgd({ learningRate: (step) => rates[step] ?? 0 });
  const trainer = await compile(linear(), { optimizer, loss: 'meanSquaredError', session });
  const data = plane(16);
  const options = { epochs: 3, batchSize: 16, validationData: data, callbacks };
  const history = await trainer.fit(data, { ...options, ...(resume && { resume }) });
  await trainer.close();
  return history;
}

test('csvLogger writes names, then a line for each epoch', async () => {
  const memory = new Memory<string>();
  const { metrics } = await trained([csvLogger(memory)]);
  const lines = memory.parts.join('').split('\n');
  expect(lines[0]).toBe('epoch,loss,valLoss,learningRate');
  expect(lines.slice(1, 4).map((line) => line.split(',').map(Number))).toEqual(
    rates.map((rate, epoch) => [epoch, metrics['loss']![epoch], metrics['valLoss']![epoch], rate]),
  );
  expect(lines.slice(4)).toEqual(['']);
});

test('csvLogger writes names with commas in quotes', async () => {
  const memory = new Memory<string>();
  const logger = csvLogger(memory);
  logger.setTrainer!({ learningRate: 1 } as never, { figures: ['a "b", c'] } as never);
  logger.onEpochBegin!(0);
  await logger.onEpochEnd!(0, { 'a "b", c': Number.NaN });
  expect(memory.parts).toEqual(['epoch,"a ""b"", c",learningRate\n0,NaN,1\n']);
});

test('a training that is resumed within an epoch goes on with the same lines', async () => {
  const checkpoints: Uint8Array[] = [];
  const run = async (parts: string[], resume?: Uint8Array): Promise<void> => {
    const optimizer = sgd({ learningRate: (step) => 0.1 / (step + 1) });
    const trainer = await compile(linear(), { optimizer, loss: 'meanSquaredError', session });
    const keep: Callback = {
      onRest: ({ after, epoch, batch }) => {
        if (after === 'step' && epoch === 1 && batch === 1) checkpoints.push(trainer.checkpoint());
      },
    };
    const callbacks = [csvLogger({ append: (text) => void parts.push(text) }), keep];
    const options = { epochs: 3, batchSize: 8, callbacks, ...(resume && { resume }) };
    await trainer.fit(plane(16), options);
    await trainer.close();
  };
  const [whole, resumed]: [string[], string[]] = [[], []];
  await run(whole);
  await run(resumed, checkpoints[0]);
  expect(whole[0]).toMatch(/^epoch,loss,learningRate\n0,/);
  expect(resumed).toEqual(whole.slice(1));
});

test('ndjsonLogger writes an object for each epoch', async () => {
  const memory = new Memory<string>();
  const { metrics } = await trained([ndjsonLogger(memory)]);
  expect(memory.parts.map((line) => JSON.parse(line))).toEqual(
    rates.map((learningRate, epoch) => ({
      epoch,
      loss: metrics['loss']![epoch],
      valLoss: metrics['valLoss']![epoch],
      learningRate,
    })),
  );
  expect(memory.parts.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
});

test('tensorBoard refuses options that it does not know, and no options', () => {
  const train = new Memory<Uint8Array>();
  expect(() => tensorBoard({ train, val: train } as never)).toThrow(
    "tensorBoard has no option 'val'; its options are train, validation.",
  );
  expect(() => (tensorBoard as () => Callback)()).toThrow('tensorBoard was given undefined to write to');
});

/** Reads an event file as TensorFlow does, checksums and all. */
function eventsIn(file: Uint8Array): { version?: string; step?: number; scalars: Record<string, number> }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const events = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    expect(view.getUint32(at + 8, true)).toBe(masked(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 12 + length, true)).toBe(masked(data));
    events.push(eventIn(data));
    at += 16 + length;
  }
  return events;
}

function masked(data: Uint8Array): number {
  const crc = BigInt(crc32c(data));
  return Number((((crc >> 15n) | (crc << 17n)) + 0xa282ead8n) & 0xffffffffn);
}

function eventIn(data: Uint8Array): { version?: string; step?: number; scalars: Record<string, number> } {
  const event: { version?: string; step?: number; wallTime?: number; scalars: Record<string, number> } = {
    scalars: {},
  };
  new PbfReader(data).readFields((tag, _, reader) => {
    if (tag === 1) event.wallTime = reader.readDouble();
    if (tag === 2) event.step = reader.readVarint();
    if (tag === 3) event.version = reader.readString();
    if (tag === 5) reader.readMessage(readSummary, event.scalars);
  }, event);
  expect(Math.abs(event.wallTime! - Date.now() / 1000)).toBeLessThan(60);
  delete event.wallTime;
  return event;
}

function readSummary(tag: number, scalars: Record<string, number>, reader: PbfReader): void {
  if (tag !== 1) return;
  const value = reader.readMessage(
    (field, scalar, message) => {
      if (field === 1) scalar.tag = message.readString();
      if (field === 2) scalar.value = message.readFloat();
    },
    { tag: '', value: Number.NaN },
  );
  scalars[value.tag] = value.value;
}

test('the checksum is that of the standard', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  // RFC 3720, B.4: 32 bytes of zeros.
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
});

test('tensorBoard writes event files, validation as a run of its own', async () => {
  const [train, validation] = [new Memory<Uint8Array>(), new Memory<Uint8Array>()];
  const { metrics } = await trained([tensorBoard({ train, validation })]);
  const read = ({ parts }: Memory<Uint8Array>) => eventsIn(Buffer.concat(parts));
  expect(read(train)).toEqual([
    { version: 'brain.Event:2', scalars: {} },
    ...rates.map((rate, step) => ({
      step,
      scalars: {
        epoch_loss: Math.fround(metrics['loss']![step]!),
        epoch_learning_rate: Math.fround(rate),
      },
    })),
  ]);
  expect(read(validation)).toEqual([
    { version: 'brain.Event:2', scalars: {} },
    ...metrics['valLoss']!.map((loss, step) => ({ step, scalars: { epoch_loss: Math.fround(loss) } })),
  ]);
});

test('tensorBoard with one sink keeps all figures in one run', async () => {
  const train = new Memory<Uint8Array>();
  await trained([tensorBoard({ train })]);
  const [, first] = eventsIn(Buffer.concat(train.parts));
  expect(Object.keys(first!.scalars)).toEqual(['epoch_loss', 'epoch_val_loss', 'epoch_learning_rate']);
});

test('what cannot be appended to is refused', () => {
  expect(() => csvLogger('log.csv' as never)).toThrow(ConfigError);
  expect(() => csvLogger('log.csv' as never)).toThrow("csvLogger was given 'log.csv' to write to; it needs");
  expect(() => ndjsonLogger(undefined as never)).toThrow('ndjsonLogger was given undefined');
  expect(() => tensorBoard({ train: {} as never })).toThrow('tensorBoard was given {}');
});
