import { expect, test } from 'vitest';
import { Latest } from './latest.js';

test('of tasks that come while one is under way, only the newest is done', async () => {
  const latest = new Latest();
  const done: number[] = [];
  let finish = (): void => {};
  const task = (number: number) => async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    done.push(number);
  };
  const first = latest.run(task(1));
  for (const number of [2, 3, 4]) void latest.run(task(number));
  expect(done).toEqual([]);
  finish();
  await new Promise((resolve) => setTimeout(resolve));
  expect(done).toEqual([1]);
  finish();
  await first;
  expect(done).toEqual([1, 4]);
  const later = latest.run(task(5));
  finish();
  await later;
  expect(done).toEqual([1, 4, 5]);
});
