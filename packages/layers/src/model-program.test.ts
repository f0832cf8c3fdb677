import { input, MemoryError, type Program, randomStream, relu, Session, sizeOf, Tensor } from '@cnn/tensor';
import { describe, expect, it, vi } from 'vitest';
import { conv2d } from './layers/conv2d.js';
import { dense } from './layers/dense.js';
import { globalAveragePooling2d } from './layers/global-average-pooling2d.js';
import { type Sequential, sequential } from './sequential.js';

const inputShape = [8, 8, 64];
const random = randomStream(1, 'images');
const images = new Tensor(
  'f32',
  [40, ...inputShape],
  Float32Array.from({ length: 40 * sizeOf(inputShape) }, () => random.normal()),
);

/** Each plan of it has filters prepared for its batch size. */
const network = (): Sequential =>
  sequential([
    conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu', inputShape }),
    conv2d({ filters: 64, kernelSize: 3, padding: 'same' }),
    globalAveragePooling2d(),
  ]);

/** A prediction for so many images at once. */
const predicted = async (model: Sequential, session: Session, count: number): Promise<Float32Array> =>
  (await model.predict(images.rows(0, count), { batchSize: count, session })).data;

/** Takes all memory of a session but a little, by computations that are never run. */
function takeTheRest(session: Session): Program[] {
  const taken: Program[] = [];
  for (let numbers = 2 ** 28; numbers >= 2 ** 12; ) {
    const program = session.program();
    try {
      program.compile({ outputs: { y: relu({ x: input('x', [numbers]) }).y } });
      taken.push(program);
    } catch {
      numbers /= 2;
    }
  }
  return taken;
}

describe('the memory of predictions', () => {
  it('is that of the last plans, whatever the number of batch sizes', async () => {
    const session = await Session.create({ threads: 1 });
    const model = network();
    const used: number[] = [];
    for (let count = 1; count <= 40; count++) {
      await predicted(model, session, count);
      used.push(session.usedBytes);
    }
    expect(Math.max(...used)).toBeLessThan(1.2 * used[15]!);
    await session.close();
  });

  it('makes room for what is asked for next, where there is none left', async () => {
    const [session, ample] = [await Session.create({ threads: 1 }), await Session.create({ threads: 1 })];
    const [model, other] = [network(), network()];
    for (const count of [1, 2, 3, 4]) await predicted(other, session, count);
    await predicted(model, session, 4);
    const taken = takeTheRest(session);
    expect(taken.length).toBeGreaterThan(0);
    for (const count of [5, 6, 7, 8, 4]) {
      for (const each of [model, other]) {
        expect(await predicted(each, session, count)).toEqual(await predicted(each, ample, count));
      }
    }
    const large = sequential([dense({ units: 4096, inputShape: [4096] })]);
    const x = new Tensor('f32', [1, 4096], new Float32Array(4096));
    await expect(large.predict(x, { session })).rejects.toThrow(MemoryError);
    expect(await predicted(model, session, 5)).toEqual(await predicted(model, ample, 5));
    for (const program of taken) program.release();
    await session.close();
    await ample.close();
  });

  it('makes room where the host gives no more', async () => {
    const [session, ample] = [await Session.create({ threads: 1 }), await Session.create({ threads: 1 })];
    const [model, other] = [network(), network()];
    for (const count of [9, 10, 11, 12]) await predicted(other, session, count);
    vi.spyOn(session.kernels.memory, 'grow').mockImplementation(() => {
      throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    });
    for (const count of [5, 6, 7, 8, 4]) {
      for (const each of [model, other]) {
        expect(await predicted(each, session, count)).toEqual(await predicted(each, ample, count));
      }
    }
    const large = sequential([dense({ units: 4096, inputShape: [4096] })]);
    const x = new Tensor('f32', [1, 4096], new Float32Array(4096));
    await expect(large.predict(x, { session })).rejects.toThrow('were asked for and not given');
    expect(await predicted(model, session, 5)).toEqual(await predicted(model, ample, 5));
    await session.close();
    await ample.close();
  });
});
