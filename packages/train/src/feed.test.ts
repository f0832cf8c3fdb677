import { ConfigError, Session, ShapeError, Tensor, tensor } from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { plane, stripes, tinyCnn } from '../test/toys.js';
import type { BatchTransform, BatchTransformRun, SampleBatch } from './batch-transform.js';
import { shuffledOrder } from './batches.js';
import type { FitPlan } from './callbacks/callback.js';
import { compile } from './compile.js';
import { Feed } from './feed.js';
import type { Trainer } from './trainer.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

const trainerOf = (seed = 0): Promise<Trainer> =>
  compile(tinyCnn(), { optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', session, seed });

/** What was asked of a transform. */
interface Log {
  readonly seeds: number[];
  readonly batches: SampleBatch[];
  closed: number;
}

/** A transform that writes everything down, and then does what it is told to. */
function logged(
  transform: BatchTransformRun['transform'],
  ahead?: number,
): BatchTransform & { readonly log: Log } {
  const log: Log = { seeds: [], batches: [], closed: 0 };
  return {
    log,
    open: (seed) => {
      log.seeds.push(seed);
      return {
        ...(ahead === undefined ? {} : { ahead }),
        transform: (batch) => {
          log.batches.push(batch);
          return transform(batch);
        },
        close: async () => {
          log.closed++;
        },
      };
    },
  };
}

const unchanged: BatchTransformRun['transform'] = async (batch) => batch;

/** Inverts the picture: other data, with the same labels. */
const inverted: BatchTransformRun['transform'] = async ({ x, y }) => ({
  x: new Tensor(
    'u8',
    x.shape,
    Uint8Array.from(x.data, (byte) => 255 - byte),
  ),
  y,
});

describe('a transform', () => {
  test('gets each sample of an epoch once, in the order of the steps, and says what the model sees', async () => {
    const data = stripes(50);
    const augment = logged(inverted);
    const trainer = await trainerOf(4);
    const history = await trainer.fit(data, { epochs: 2, batchSize: 16, augment });
    const { log } = augment;
    expect(log).toMatchObject({ seeds: [4], closed: 1 });
    expect(log.batches.map(({ epoch, batch }) => [epoch, batch])).toEqual(
      [0, 1].flatMap((epoch) => [0, 1, 2, 3].map((batch) => [epoch, batch])),
    );
    for (const epoch of [0, 1]) {
      const seen = log.batches.slice(epoch * 4, epoch * 4 + 4).flatMap(({ samples }) => [...samples]);
      expect(seen).toEqual([...shuffledOrder(50, 4, epoch)]);
    }
    for (const { x, y, samples } of log.batches) {
      [...samples].forEach((sample, row) => {
        expect(x.rows(row, row + 1).data).toEqual(data.x.rows(sample, sample + 1).data);
        expect(y.data[row]).toBe(data.y.data[sample]);
      });
    }
    const negatives = new Tensor(
      'u8',
      data.x.shape,
      Uint8Array.from(data.x.data, (byte) => 255 - byte),
    );
    const other = await trainerOf(4);
    expect(await other.fit({ x: negatives, y: data.y }, { epochs: 2, batchSize: 16 })).toEqual(history);
    expect(other.model.getWeights()).toEqual(trainer.model.getWeights());
    await trainer.close();
    await other.close();
  });

  test('counts epochs on from fit to fit', async () => {
    const augment = logged(unchanged);
    const trainer = await trainerOf();
    await trainer.fit(stripes(20), { augment, shuffle: false });
    await trainer.fit(stripes(20), { augment, shuffle: false });
    expect(augment.log).toMatchObject({ seeds: [0, 0], closed: 2 });
    expect(augment.log.batches.map(({ epoch }) => epoch)).toEqual([0, 1]);
    expect([...augment.log.batches[0]!.samples]).toEqual(Array.from({ length: 20 }, (_, i) => i));
    await trainer.close();
  });

  test('never sees what is validated or evaluated', async () => {
    const augment = logged(unchanged);
    const trainer = await trainerOf();
    const { metrics } = await trainer.fit(stripes(40), { batchSize: 8, validationSplit: 0.2, augment });
    expect(augment.log.batches).toHaveLength(4);
    const plain = await trainerOf();
    const expected = await plain.fit(stripes(40), { batchSize: 8, validationSplit: 0.2 });
    expect(metrics).toEqual(expected.metrics);
    await trainer.close();
    await plain.close();
  });

  test('leaves the data as it is when it writes over its batches', async () => {
    const { x, y } = stripes(20);
    const before = x.data.slice();
    const trainer = await trainerOf();
    const augment = logged(async (batch) => {
      batch.x.data.fill(0);
      return batch;
    });
    await trainer.fit({ x, y }, { augment, shuffle: false });
    expect(x.data).toEqual(before);
    await trainer.close();
  });
});

test('a resumed fit goes on with the batches that were to come, from the middle of an epoch', async () => {
  const options = { epochs: 2, batchSize: 8 };
  /** Makes some samples of some epochs black. */
  const blackened: BatchTransformRun['transform'] = async (batch) => {
    batch.samples.forEach((sample, row) => {
      if ((sample + batch.epoch + batch.batch) % 3 === 0) batch.x.rows(row, row + 1).data.fill(0);
    });
    return batch;
  };
  const trainer = await trainerOf();
  const checkpoints: Uint8Array[] = [];
  const onRest = () => void checkpoints.push(trainer.checkpoint());
  const whole = logged(blackened);
  const history = await trainer.fit(stripes(20), { ...options, augment: whole, callbacks: [{ onRest }] });
  const second = await trainerOf();
  const rest = logged(blackened);
  const resumed = await second.fit(stripes(20), { ...options, augment: rest, resume: checkpoints[1]! });
  expect(resumed).toEqual(history);
  expect(second.model.getWeights()).toEqual(trainer.model.getWeights());
  const which = ({ epoch, batch, samples }: SampleBatch) => [epoch, batch, [...samples]];
  expect(rest.log.batches.map(which)).toEqual(whole.log.batches.slice(2).map(which));
  await trainer.close();
  await second.close();
});

describe('batches', () => {
  const plan: FitPlan = {
    epochs: 1,
    steps: 6,
    batchSize: 4,
    samples: 22,
    validationSamples: 0,
    figures: ['loss'],
    directions: {},
  };

  test.each([undefined, 0, 1, 3])('are begun %s ahead, and no more', async (ahead) => {
    const augment = logged(unchanged, ahead);
    const data = stripes(22);
    const feed = new Feed(
      { data: { x: [data.x], y: [data.y] }, order: undefined, plan, number: 0, begin: 0 },
      augment.open(0),
    );
    for (let step = 0; step < 6; step++) {
      const { begin, end } = await feed.next();
      expect([begin, end]).toEqual([0, step === 5 ? 2 : 4]);
      expect(augment.log.batches).toHaveLength(Math.min(6, step + 1 + (ahead ?? 1)));
    }
  });

  test('come in order, whichever is done first', async () => {
    const late: BatchTransformRun['transform'] = async (batch) => {
      await new Promise((done) => setTimeout(done, batch.batch === 0 ? 30 : 1));
      return batch;
    };
    const data = stripes(22);
    const feed = new Feed(
      { data: { x: [data.x], y: [data.y] }, order: undefined, plan, number: 0, begin: 0 },
      logged(late, 5).open(0),
    );
    for (let step = 0; step < 5; step++) {
      const batch = await feed.next();
      expect(batch.data.x[0]!.data).toEqual(data.x.rows(step * 4, step * 4 + 4).data);
    }
  });
});

describe('however fit ends, the transform is closed', () => {
  test('by a signal, with batches under way', async () => {
    const controller = new AbortController();
    const augment = logged(async (batch) => {
      if (batch.batch === 3) throw new Error('too late to matter');
      return batch;
    });
    const trainer = await trainerOf();
    const { aborted } = await trainer.fit(stripes(40), {
      batchSize: 8,
      augment,
      signal: controller.signal,
      callbacks: [{ onTrainBatchEnd: (batch) => void (batch === 2 && controller.abort()) }],
    });
    expect(aborted).toBe(true);
    expect(trainer.step).toBe(3);
    expect(augment.log.closed).toBe(1);
    await trainer.close();
  });

  test('by an error of the transform, which fit throws', async () => {
    const augment = logged(async (batch) => {
      if (batch.batch === 2) throw new Error('the worker is gone');
      return batch;
    });
    const trainer = await trainerOf();
    const training = trainer.fit(stripes(40), { batchSize: 8, augment });
    await expect(training).rejects.toThrow('the worker is gone');
    expect(trainer.step).toBe(2);
    expect(augment.log.closed).toBe(1);
    await trainer.close();
  });

  test('by a callback that refuses', async () => {
    const augment = logged(unchanged);
    const trainer = await trainerOf();
    const refusal = () => {
      throw new Error('no');
    };
    await expect(
      trainer.fit(stripes(8), { augment, callbacks: [{ onTrainBegin: refusal }] }),
    ).rejects.toThrow('no');
    expect(augment.log.closed).toBe(1);
    await trainer.close();
  });
});

describe('refused are', () => {
  test('what is no transform', async () => {
    const trainer = await trainerOf();
    const augment = ['randomFlip'] as unknown as BatchTransform;
    await expect(trainer.fit(stripes(8), { augment })).rejects.toThrow(ConfigError);
    await expect(trainer.fit(stripes(8), { augment })).rejects.toThrow(
      'augment is ["randomFlip"]; it must be a transform of batches.',
    );
    await trainer.close();
  });

  test('data that the transform does not take, before anything begins', async () => {
    const trainer = await trainerOf();
    const augment = logged(unchanged);
    const seen: unknown[] = [];
    const check: NonNullable<BatchTransform['check']> = (data, targets) => {
      seen.push((data.x as Tensor).shape, data.sampleWeight, targets);
      throw new ConfigError('not these');
    };
    const data = { ...stripes(8), sampleWeight: tensor([1, 2, 3, 4, 5, 6, 7, 8], [8]) };
    await expect(trainer.fit(data, { augment: { ...augment, check } })).rejects.toThrow('not these');
    expect(seen).toEqual([[8, 8, 8, 1], data.sampleWeight, 'labels']);
    expect(augment.log.seeds).toEqual([]);
    await trainer.close();
  });

  test('batches of another shape or dtype than went in', async () => {
    const trainer = await trainerOf();
    const cut = logged(async ({ x, y }) => ({ x: x.rows(0, 3), y }));
    await expect(trainer.fit(stripes(8), { augment: cut })).rejects.toThrow(ShapeError);
    const swapped = logged(async ({ x }) => ({ x, y: plane(8).y }));
    await expect(trainer.fit(stripes(8), { augment: swapped })).rejects.toThrow(
      'was given y of i32 [8] and returned f32 [8, 1]',
    );
    await trainer.close();
  });
});
