import { Session } from '@cnn/tensor';
import { afterAll, expect, test } from 'vitest';
import { drawings } from './drawings.js';
import { movedRight, painted } from './grey-image.js';
import { poolingShift, poolings } from './pooling-shift.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

test('what leaves a picture on the right comes in on the left', () => {
  const image = painted(1, 3, (_, column) => column);
  expect(movedRight(image, 1).pixels).toEqual([2, 0, 1]);
});

test('nothing changes without a shift; under one, pooled pictures are those of the moved picture', async () => {
  const still = await poolingShift(drawings.ring, 2)(drawings.ring, 0, session);
  for (const pooling of poolings) expect(still[pooling].change).toBe(0);
  const image = painted(2, 4, (row, column) => (row === 0 && column === 0 ? 1 : 0));
  const pooled = poolingShift(image, 2);
  // The pixel stays in its window under a shift of 1, and leaves it under one of 2.
  const one = await pooled(image, 1, session);
  expect([one.max.output.pixels, one.average.output.pixels]).toEqual([
    [1, 0],
    [0.25, 0],
  ]);
  expect([one.none.change, one.max.change, one.average.change]).toEqual([Math.SQRT2, 0, 0]);
  const two = await pooled(image, 2, session);
  expect([two.max.change, two.average.change]).toEqual([Math.SQRT2, Math.SQRT2]);
});
