import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MessageChannel, Worker as Thread } from 'node:worker_threads';
import type { Remote } from 'comlink';
import { expect, onTestFinished, test } from 'vitest';
import { WorkerLink } from './worker-link.js';

interface Answers {
  list(): number[];
  never(): void;
}

const program = `
  import { workerData } from 'node:worker_threads';
  import { expose } from '${import.meta.resolve('comlink')}';
  expose({ list: () => [1, 2, 3], never: () => new Promise(() => {}) }, workerData);`;

/** A link to a thread of Node.js, by a port, which is to comlink what a worker of a page is. */
function link(): WorkerLink<Answers> {
  const { port1, port2 } = new MessageChannel();
  const thread = new Thread(new URL(`data:text/javascript,${encodeURIComponent(program)}`), {
    workerData: port2,
    transferList: [port2],
  });
  onTestFinished(() => {
    port1.close();
  });
  const worker = Object.assign(port1, { terminate: () => void thread.terminate() });
  return new WorkerLink(() => worker as unknown as Worker);
}

const list = (remote: Remote<Answers>): Promise<number[]> => remote.list();
const never = (remote: Remote<Answers>): Promise<void> => remote.never();

test('answers are kept by nobody but those who asked', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const asked = link();
  const answer = await asked.ask(list).then((numbers) => {
    expect(numbers).toEqual([1, 2, 3]);
    return new WeakRef(numbers);
  });
  await asked.ask(list);
  await expect
    .poll(() => {
      collectGarbage();
      return answer.deref();
    })
    .toBeUndefined();
  asked.end(() => new Error('the test is over'));
});

test('all who wait when it ends, or ask after that, are given reasons of their own', async () => {
  const asked = link();
  expect(await asked.ask(list)).toEqual([1, 2, 3]);
  let reasons = 0;
  const waiting = [asked.ask(never), asked.ask(never)];
  expect(asked.ended).toBe(false);
  asked.end(() => new Error(`reason ${++reasons}`));
  expect(asked.ended).toBe(true);
  const outcomes = await Promise.allSettled([...waiting, asked.ask(list)]);
  expect(outcomes.map((each) => each.status === 'rejected' && each.reason.message)).toEqual([
    'reason 1',
    'reason 2',
    'reason 3',
  ]);
});

test('where no worker may be started, questions say so', async () => {
  const refused = new WorkerLink<Answers>(() => {
    throw new Error('Script cannot be accessed from this origin.');
  });
  expect(refused.ended).toBe(true);
  await expect(refused.ask(list)).rejects.toMatchObject({
    message: expect.stringContaining('(Script cannot be accessed from this origin.)'),
    about: { kind: 'worker-lost' },
  });
});
