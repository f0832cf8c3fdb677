import type { Session } from '@cnn/layers';
import { afterEach, expect, test, vi } from 'vitest';
import { SharedSession } from './shared-session.js';

afterEach(() => void vi.restoreAllMocks());

/** An address without a tape: to run it is a trap, which ends the threads. */
const nowhere = 0x7fff_0000;

const itself = async (session: Session): Promise<Session> => session;
const die = async ({ kernels }: Session): Promise<void> => kernels.run(nowhere);

test('all work is done in one session', async () => {
  const shared = new SharedSession();
  const [first, second] = await Promise.all([shared.use(itself), shared.use(itself)]);
  expect(second).toBe(first);
  expect(await shared.use(itself)).toBe(first);
  await first.close();
});

test('after a thread has died, work is done in a new session, and the old one is closed', async () => {
  const shared = new SharedSession();
  const first = await shared.use(itself);
  await expect(shared.use(die)).rejects.toMatchObject({ about: { kind: 'thread-died' } });
  expect(() => first.kernels.run(nowhere)).toThrow('These kernels were closed');
  const second = await shared.use(itself);
  expect(second).not.toBe(first);
  await second.close();
});

test('what else is being done in a session whose thread has died hears of that, before it is closed', async () => {
  const shared = new SharedSession();
  let goOn!: () => void;
  const waited = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const other = shared.use(async (session) => {
    await waited;
    await die(session);
  });
  await expect(shared.use(die)).rejects.toThrow();
  const second = await shared.use(itself);
  goOn();
  await expect(other).rejects.toMatchObject({ about: { kind: 'thread-died' } });
  expect(await shared.use(itself)).toBe(second);
  await second.close();
});

test('a session that is refused memory goes on', async () => {
  const shared = new SharedSession();
  const first = await shared.use(itself);
  const tooMuch = shared.use(async ({ kernels }) => kernels.reserve(5 * 2 ** 30));
  await expect(tooMuch).rejects.toMatchObject({ about: { kind: 'memory-refused' } });
  expect(await shared.use(itself)).toBe(first);
  await first.close();
});

test('when there could be no session, the next work tries anew', async () => {
  vi.spyOn(WebAssembly, 'compile').mockRejectedValueOnce(new Error('There is no memory.'));
  const shared = new SharedSession();
  await expect(shared.use(itself)).rejects.toThrow('There is no memory.');
  const session = await shared.use(itself);
  await session.close();
});
