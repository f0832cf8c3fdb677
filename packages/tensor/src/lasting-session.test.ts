import { afterEach, expect, test, vi } from 'vitest';
import { LastingSession } from './lasting-session.js';
import type { Session } from './session.js';

afterEach(() => void vi.restoreAllMocks());

/** Writes a tape of one instruction, and runs it. */
function runTape(session: Session, opcode: number): void {
  const { kernels } = session;
  const tape = kernels.memory.buffer.byteLength;
  kernels.reserve(tape + 64);
  new DataView(kernels.memory.buffer, tape).setInt32(8, opcode, true);
  kernels.run(tape);
}

/** The session that was computed in, to compare. */
async function working(session: Session): Promise<Session> {
  runTape(session, 0);
  return session;
}

/** Its threads die, as there is no such instruction. */
async function dying(session: Session): Promise<void> {
  runTape(session, 9999);
}

test('all that is computed is computed in one session, also after an error that it survives', async () => {
  const sessions = new LastingSession();
  const [first, second] = await Promise.all([sessions.use(working), sessions.use(working)]);
  expect(second).toBe(first);
  const failing = sessions.use(async () => {
    throw new Error('the image is damaged');
  });
  await expect(failing).rejects.toThrow('the image is damaged');
  expect(await sessions.use(working)).toBe(first);
  await first.close();
});

test('after a thread has died there is a new session, once, and the old one is closed', async () => {
  const sessions = new LastingSession();
  const first = await sessions.use(async (session) => session);
  const both = [sessions.use(dying), sessions.use(dying)];
  for (const { status } of await Promise.allSettled(both)) expect(status).toBe('rejected');
  await expect(both[0]).rejects.toThrow('A kernel thread stopped while it computed');
  await expect(both[0]).rejects.toMatchObject({ about: { kind: 'thread-died' } });
  const second = await sessions.use(working);
  expect(second).not.toBe(first);
  expect(await sessions.use(working)).toBe(second);
  expect(() => runTape(first, 0)).toThrow('were closed');
  await second.close();
});

test('what else computes in a session whose thread has died hears of that, before it is closed', async () => {
  const sessions = new LastingSession();
  let goOn!: () => void;
  const waited = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const other = sessions.use(async (session) => {
    await waited;
    await dying(session);
  });
  await expect(sessions.use(dying)).rejects.toMatchObject({ about: { kind: 'thread-died' } });
  const second = await sessions.use(working);
  goOn();
  await expect(other).rejects.toMatchObject({ about: { kind: 'thread-died' } });
  expect(await sessions.use(working)).toBe(second);
  await second.close();
});

test('a session that is refused memory goes on', async () => {
  const sessions = new LastingSession();
  const first = await sessions.use(working);
  const tooMuch = sessions.use(async ({ kernels }) => kernels.reserve(5 * 2 ** 30));
  await expect(tooMuch).rejects.toMatchObject({ about: { kind: 'memory-refused' } });
  expect(await sessions.use(working)).toBe(first);
  await first.close();
});

test('a session that could not be made is asked for again', async () => {
  const sessions = new LastingSession();
  vi.spyOn(WebAssembly, 'compile').mockRejectedValueOnce(new RangeError('out of memory'));
  await expect(sessions.use(working)).rejects.toThrow('out of memory');
  await (await sessions.use(working)).close();
});
